// A signature's status → Sigma's Signed, as Sysmon logs it.

import type { SignatureStatus } from '../model/index.ts';

/** 'true' for any signature, valid or not; 'false' for none; undefined where it is not known. */
export function signedByStatus(status: SignatureStatus): string | undefined {
  if (status === 'Unavailable') return undefined;
  return status === 'Unsigned' ? 'false' : 'true';
}
