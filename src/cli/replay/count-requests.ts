// A client of AWS → the same, whose every request is counted: those that are repeated, too.

import type { S3Client } from '@aws-sdk/client-s3';

/** Calls `onRequest` before each request leaves. Gives the client back. */
export function countRequests(client: S3Client, onRequest: () => void): S3Client {
  client.middlewareStack.add(
    (next) => async (args) => {
      onRequest();
      return await next(args);
    },
    // Behind the step that repeats what failed.
    { step: 'finalizeRequest', priority: 'low', name: 'countRequests' },
  );
  return client;
}
