// A signed request → who sent it: the access key and region in its SigV4 credential scope (never verified here).

import { DEFAULT_REGION } from '../names.ts';
import { headerOf, type LocalRequest } from './http-types.ts';

/** Who sent a request. Give each function its own key and the log tells their calls apart. */
export interface Caller {
  readonly accessKeyId: string | undefined;
  readonly region: string;
}

const SCOPE = /Credential=([^/\s]+)\/\d{8}\/([^/]+)\//;

/** Reads the caller from the Authorization header or, for a presigned URL, from X-Amz-Credential. */
export function callerOf(request: LocalRequest): Caller {
  const presigned = new URL(request.url, 'http://local').searchParams.get('X-Amz-Credential');
  const scope = presigned === null ? headerOf(request, 'authorization') : `Credential=${presigned}`;
  const [, accessKeyId, region = DEFAULT_REGION] = SCOPE.exec(scope ?? '') ?? [];
  return { accessKeyId, region };
}
