// `--region` and `--endpoint` → how AWS is asked.

import { UsageError } from '../errors.ts';

/** Options of commands that ask AWS. */
export interface AwsFlags {
  readonly region?: string;
  readonly endpoint?: string;
}

/** Configuration of an S3 client. */
export function s3Config({ region, endpoint }: AwsFlags) {
  return {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    followRegionRedirects: true,
  };
}

/** Text of `--endpoint` → a URL. Throws UsageError. */
export function parseEndpoint(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new UsageError('--endpoint is no URL; expected for example http://127.0.0.1:4566');
}
