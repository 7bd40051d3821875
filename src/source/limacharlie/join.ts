// What LimaCharlie's events offer to the join beside process starts: signers of files, processes already running.

import type { JoinOffer } from '../../model/index.ts';
import { hostKeyOf, NO_HOST } from '../host-key.ts';
import { joinKey, startOffer } from '../join.ts';
import { decimalPid, entityIdOf } from '../process-claim.ts';
import { knownText } from '../text.ts';
import { imageOf } from './derive.ts';
import { signatureStatus, signerOf, statesSignature } from './signature.ts';
import { isProcessKind, type LimaView, scalarAt } from './view.ts';

/** The sensor tells the identity of a file when it first sees it, and, if told to, again each time. */
const IDENTITY_KINDS: ReadonlySet<string> = new Set(['CODE_IDENTITY', 'ONGOING_IDENTITY']);

/** What the identity of a file offers. */
export const IDENTITY_FIELDS = ['Signed', 'Signature', 'SignatureStatus'];

/** The sensor of the event; else the host by its name. */
export function limaHostKey({ routing }: LimaView): string {
  return hostKeyOf([scalarAt(routing, 'sid')], scalarAt(routing, 'hostname'));
}

/**
 * By atom and pid together. A start's own atom is its process's. Of what a process did, the sensor makes the parent
 * atom the process's, while descriptions name the event's own: the pid tells which of the two is meant, so that
 * neither reading joins a connection to the start of its process's parent.
 */
export function limaProcessKeys(view: LimaView): readonly string[] {
  const pid = decimalPid(scalarAt(view.event, 'PROCESS_ID'));
  if (pid === undefined) return [];
  const host = limaHostKey(view);
  if (host === NO_HOST) return [];
  return (isProcessKind(view.kind) ? ['this'] : ['this', 'parent']).flatMap((name) => {
    const atom = entityIdOf(scalarAt(view.routing, name));
    return atom === undefined ? [] : [joinKey('process', host, atom, pid)];
  });
}

/** An identity offers the signature under its file; a process that ran before the sensor what a start does. */
export function limaJoinOffer(
  view: LimaView,
  processKey: string | undefined,
): JoinOffer | undefined {
  if (view.kind === 'EXISTING_PROCESS') return startOffer(processKey);
  if (!IDENTITY_KINDS.has(view.kind) || !statesSignature(view)) return undefined;
  const key = fileKey(view, scalarAt(view.event, 'FILE_PATH'));
  return key === undefined ? undefined : { key, fields: IDENTITY_FIELDS };
}

/** Asks for the signature of the program, unless the event tells it whole. */
export function limaJoinKeys(view: LimaView): readonly string[] {
  const status = signatureStatus(view);
  const isWhole = status === 'Unsigned' || (status === 'Valid' && signerOf(view) !== undefined);
  const key = isWhole ? undefined : fileKey(view, imageOf(view));
  return key === undefined ? [] : [key];
}

/**
 * By content, else by host and path: a path alone may hold another file by then, so it completes only what names no
 * content either.
 */
function fileKey(view: LimaView, path: unknown): string | undefined {
  const hash = knownText(scalarAt(view.event, 'HASH'))?.toLowerCase();
  if (hash !== undefined) {
    return /^[0-9a-f]{64}$/.test(hash) && !/^0+$/.test(hash) ? joinKey('file', hash) : undefined;
  }
  const file = knownText(path)?.toLowerCase();
  const host = limaHostKey(view);
  return file === undefined || host === NO_HOST ? undefined : joinKey('file', host, file);
}
