// A call of the SDK → what it answered, or what the service said instead.

import type { Fact } from '../../ports/index.ts';
import { readServiceError } from './service-error.ts';

/** The answer; what the service answers to `absent` codes is an answer too: that there is none. */
export async function factOf<T>(
  call: () => Promise<T>,
  absent: { readonly codes: readonly string[]; readonly value: T } | undefined = undefined,
): Promise<Fact<T>> {
  try {
    return { kind: 'known', value: await call() };
  } catch (thrown) {
    // A bug of ours is no answer of a service.
    if (thrown instanceof TypeError || thrown instanceof RangeError) throw thrown;
    const { code, message, status } = readServiceError(thrown);
    if (absent?.codes.includes(code) === true) return { kind: 'known', value: absent.value };
    return { kind: 'unknown', code: codeOf(code, status), message };
  }
}

/** S3 answers a HEAD without a body: the SDK's name of it is the status, or that it is unknown. */
function codeOf(code: string, status: number | undefined): string {
  if (!/^(?:Unknown(?:Error)?|Error|Forbidden|\d{3})$/.test(code)) return code;
  if (status === 403) return 'AccessDenied';
  return status === undefined ? code : `HTTP ${status}`;
}
