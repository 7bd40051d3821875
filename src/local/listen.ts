// Binds servers to the loopback on a port the system picks, and closes them without waiting for idle clients.

import { once } from 'node:events';
import type { Server } from 'node:http';

/** The only address this layer's servers listen on: nothing here is meant for a network. */
export const LOOPBACK = '127.0.0.1';

/** Starts listening on a free port. Rejects if the port cannot be bound. */
export async function listenLocally(server: Server): Promise<void> {
  server.listen(0, LOOPBACK);
  await once(server, 'listening');
}

/** `127.0.0.1:PORT` of a listening server. */
export function authorityOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('not listening on TCP');
  return `${LOOPBACK}:${address.port}`;
}

/** `http://127.0.0.1:PORT` of a listening server. */
export function endpointOf(server: Server): string {
  return `http://${authorityOf(server)}`;
}

/** Closes a server and every connection to it; a keep-alive client would otherwise hold it open. */
export async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
  });
  server.closeAllConnections();
  await closed;
}
