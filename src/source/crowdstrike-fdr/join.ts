// What CrowdStrike's events offer to the join beside process starts: host names and processes already running.

import type { JoinOffer } from '../../model/index.ts';
import { hostKeyOf, NO_HOST } from '../host-key.ts';
import { HOST_FIELDS, joinKey, startOffer } from '../join.ts';
import { commonNameOf } from '../subject-name.ts';
import { knownText, textOf } from '../text.ts';
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
  return view.kind === HOST_ROW ? { key: hostNameKey(view), fields: HOST_FIELDS } : undefined;
}

/**
 * Asks for the host's name. No connection asks for the signer of its program: it has no hash to ask by, and what its
 * start would have to ask in turn is not looked up.
 */
export function fdrJoinKeys(view: FdrView): readonly string[] {
  if (view.kind === HOST_ROW) return [];
  const isNamed = knownText(readFdr(view, 'ComputerName')) !== undefined;
  return isNamed || fdrHostKey(view) === NO_HOST ? [] : [hostNameKey(view)];
}

/** The signer of the module; undefined for all other events. */
export function moduleSigner(view: FdrView): string | undefined {
  if (view.kind !== MODULE_SUMMARY) return undefined;
  return commonNameOf(textOf(readFdr(view, 'SubjectDN')));
}

function hostNameKey(view: FdrView): string {
  return joinKey('host', fdrHostKey(view));
}
