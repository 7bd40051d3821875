// Short ways to say who connected to whom.

import type { ConnectionFact, Endpoint, Machine, Process } from './facts.ts';
import { kernelOf } from './processes.ts';

/** What may be said of a connection beyond its ends. */
interface ConnectionDetail {
  readonly closedMs?: number;
  readonly transport?: 'tcp' | 'udp';
  /** Where it comes from, if not from the machine's own address: loopback. */
  readonly from?: string;
}

/** `process` opens a connection from its machine, from `sourcePort`. */
export function connected(
  process: Process,
  timeMs: number,
  destination: Endpoint,
  sourcePort: number,
  detail: ConnectionDetail = {},
): ConnectionFact {
  const { closedMs, transport = 'tcp', from = process.machine.ip } = detail;
  const source = { ip: from, port: sourcePort };
  const direction = 'outbound';
  return {
    kind: 'connection',
    timeMs,
    closedMs,
    process,
    transport,
    direction,
    source,
    destination,
  };
}

/** The same connection as its destination sees it: there `process` accepts it. */
export function acceptedBy(process: Process, opened: ConnectionFact): ConnectionFact {
  const closedMs = opened.closedMs === undefined ? undefined : opened.closedMs + 1;
  return { ...opened, timeMs: opened.timeMs + 1, closedMs, process, direction: 'inbound' };
}

/** The SMB server of Windows is in the kernel: whoever connects, the destination's record names System. */
export function acceptedByKernel(machine: Machine, opened: ConnectionFact): ConnectionFact {
  return acceptedBy(kernelOf(machine), opened);
}
