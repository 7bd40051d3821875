// What CrowdStrike's events offer to the join beside process starts: host names, signers, processes already running.

import type { JoinOffer } from '../../model/index.ts';
import { hostKeyOf, NO_HOST } from '../host-key.ts';
import { joinKey, startOffer } from '../join.ts';
import { commonNameOf } from '../subject-name.ts';
import { knownText, textOf } from '../text.ts';
import { signatureStatus, signerOf } from './signature.ts';
import { type FdrView, HOST_ROW, readFdr } from './view.ts';

/** A module as the sensor summed it up: the one event that names who signed a file. */
const MODULE_SUMMARY = 'ModuleSummaryInfoEvent';

/** The host of the event. */
export function fdrHostKey(view: FdrView): string {
  return hostKeyOf([readFdr(view, 'aid'), readFdr(view, 'AgentIdString')], undefined);
}

/** A process that ran before the sensor did offers what a start does: long-running programs have no other. */
export function fdrJoinOffer(view: FdrView, processKey: string | undefined): JoinOffer | undefined {
  if (view.kind === 'SyntheticProcessRollup2') return startOffer(processKey);
  if (view.kind === HOST_ROW) return { key: hostNameKey(view), fields: ['Computer'] };
  if (view.kind !== MODULE_SUMMARY || moduleSigner(view) === undefined) return undefined;
  const key = fileKey(view);
  return key === undefined ? undefined : { key, fields: ['Signature'] };
}

/** Asks for the host's name; and for the signer of a program whose signature holds, but whose flags name nobody. */
export function fdrJoinKeys(view: FdrView): readonly string[] {
  if (view.kind === HOST_ROW) return [];
  const isNamed = knownText(readFdr(view, 'ComputerName')) !== undefined;
  const hasHost = fdrHostKey(view) !== NO_HOST;
  const host = isNamed || !hasHost ? [] : [hostNameKey(view)];
  const isUnnamed = signatureStatus(view) === 'Valid' && signerOf(view) === undefined;
  const file = isUnnamed ? fileKey(view) : undefined;
  return file === undefined ? host : [...host, file];
}

/** The signer of the module; undefined for all other events. */
export function moduleSigner(view: FdrView): string | undefined {
  if (view.kind !== MODULE_SUMMARY) return undefined;
  return commonNameOf(textOf(readFdr(view, 'SubjectDN')));
}

function hostNameKey(view: FdrView): string {
  return joinKey('host', fdrHostKey(view));
}

/** By content: the same file has the same signer wherever it lies. */
function fileKey(view: FdrView): string | undefined {
  const hash = knownText(readFdr(view, 'SHA256HashData'))?.toLowerCase();
  if (hash === undefined || !/^[0-9a-f]{64}$/.test(hash) || /^0+$/.test(hash)) return undefined;
  return joinKey('file', hash);
}
