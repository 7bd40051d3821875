// A number of keys → a server that answers ListObjectsV2 for that many, made as they are asked for.

import { createServer, type Server } from 'node:http';

/** The server. */
export interface ListingServer {
  readonly endpoint: string;
  readonly bucket: string;
  /** Pages that were asked for. */
  readonly pages: () => number;
  stop(): Promise<void>;
}

const PAGE = 1_000;
const BUCKET = 'edr-logs';

/** Starts it on the loopback. */
export async function startListingServer(keys: number): Promise<ListingServer> {
  let pages = 0;
  const server = createServer((request, response) => {
    pages++;
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const token = searchParams.get('continuation-token');
    const after = /part-(\d+)/.exec(searchParams.get('start-after') ?? '')?.[1];
    const from = token === null ? (after === undefined ? 0 : Number(after) + 1) : Number(token);
    response.writeHead(200, { 'content-type': 'application/xml' });
    response.end(pageOf(from, Math.min(keys, from + PAGE), keys));
  });
  const port = await listen(server);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: BUCKET,
    pages: () => pages,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error === undefined ? resolve() : reject(error)));
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** Keys as exporters write them: by hour, some in a class of their own. */
function pageOf(from: number, to: number, keys: number): string {
  const contents: string[] = [];
  for (let index = from; index < to; index++) {
    const number = String(index).padStart(8, '0');
    const storageClass = index % 10 === 0 ? 'STANDARD_IA' : 'STANDARD';
    contents.push(
      `<Contents><Key>fdr/2026/11/20/10/part-${number}-0c5f0d9a.gz</Key><LastModified>2026-11-20T10:15:00.000Z</LastModified>` +
        `<ETag>&quot;9b2cf535f27731c974343645a${number.slice(1)}&quot;</ETag><Size>${1_000 + index}</Size><StorageClass>${storageClass}</StorageClass></Contents>`,
    );
  }
  const next = to < keys ? `<NextContinuationToken>${to}</NextContinuationToken>` : '';
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${BUCKET}</Name>` +
    `<EncodingType>url</EncodingType><KeyCount>${to - from}</KeyCount><IsTruncated>${to < keys}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`
  );
}
