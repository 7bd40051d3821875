// A path-style S3 request → bucket, key and query.

import type { LocalRequest } from './http-types.ts';

/** What an S3 request addresses. */
export interface S3Target {
  /** Empty for ListBuckets. */
  readonly bucket: string;
  /** Decoded; empty for a bucket's own operations. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Splits the path at its first slash. By hand, as URL would resolve a key's `..` and swallow its `//`. */
export function s3TargetOf(request: Pick<LocalRequest, 'url'>): S3Target {
  const [, path = '', search = ''] = /^\/([^?]*)\??(.*)$/s.exec(request.url) ?? [];
  const [, bucket = '', key = ''] = /^([^/]*)\/?(.*)$/s.exec(path) ?? [];
  return {
    bucket: decodeURIComponent(bucket),
    key: decodeURIComponent(key),
    query: new URLSearchParams(search),
  };
}
