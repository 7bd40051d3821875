// *_signature_status and *_signature_vendor of Cortex XDR → Sigma's SignatureStatus, Signature and Signed.

import { getOwn, type SignatureStatus } from '../../model/index.ts';
import { signedByStatus } from '../signed.ts';
import { knownText } from '../text.ts';
import type { CortexView } from './view.ts';

/** The words of the console, of XQL and of the alerts. The numbers are documented nowhere: Unavailable. */
const STATUSES: ReadonlyMap<string, SignatureStatus> = new Map([
  ['signed', 'Valid'],
  ['signed_verified', 'Valid'],
  ['verified', 'Valid'],
  ['valid', 'Valid'],
  ['unsigned', 'Unsigned'],
  ['signed_invalid', 'Invalid'],
  ['invalid_signature', 'Invalid'],
  ['invalid', 'Invalid'],
  ['revoked', 'Invalid'],
  ['signature_fail', 'Invalid'],
  ['weak_hash', 'Invalid'],
]);

/** The status by the word; the first of an array. */
export function signatureStatus(view: CortexView): SignatureStatus {
  const word = knownText(getOwn(view.record, `${prefixOf(view)}_status`))
    ?.toLowerCase()
    .replace(/^(?:enum|signature_status)[._]/, '')
    .replaceAll(' ', '_');
  return STATUSES.get(word ?? '') ?? 'Unavailable';
}

/** The signer, but not of a program that is unsigned. */
export function signerOf(view: CortexView): string | undefined {
  if (signatureStatus(view) === 'Unsigned') return undefined;
  return knownText(getOwn(view.record, `${prefixOf(view)}_vendor`));
}

/** 'true' or 'false' as Sysmon logs it. */
export function signedText(view: CortexView): string | undefined {
  return signedByStatus(signatureStatus(view));
}

/** Of a load it is the module's signature, as SigmaHQ's image_load rules mean it; of a start the new process's. */
function prefixOf({ kind }: CortexView): string {
  if (kind === 'load') return 'action_module_signature';
  return kind === 'start' ? 'action_process_signature' : 'os_actor_process_signature';
}
