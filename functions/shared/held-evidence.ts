// Partial matches whose evidence is still to be made → the same with it, as a scan would have made it at once.

import { packEvidence, packPlace } from '../../src/finding/index.ts';
import type { Match } from '../../src/model/index.ts';
import { type EvaluationDeps, unpackHeld } from '../../src/pipeline/index.ts';
import type { PartialPut } from '../../src/ports/index.ts';

/**
 * Makes it, by the rules that there are now. Of a record that no source reads any more, or a rule that is gone, it names the
 * place alone: the match stands.
 */
export function withEvidence(
  put: PartialPut,
  { registry, routing }: Pick<EvaluationDeps, 'registry' | 'routing'>,
  pack: (match: Match) => string = packEvidence,
): PartialPut {
  const held = unpackHeld(put.part.evidence, registry);
  if (held === undefined) return put;
  const { event, delivery } = held;
  const rule = routing.rules.find((one) => one.rule.id === put.part.rule)?.rule;
  const isRead = event !== undefined && rule !== undefined;
  const evidence = isRead ? pack({ rule, event, delivery }) : packPlace(delivery);
  return { ...put, part: { ...put.part, evidence } };
}
