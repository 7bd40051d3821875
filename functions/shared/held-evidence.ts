// Partial matches whose evidence is still to be made → the same with it, as a scan would have made it at once.

import { packEvidence, packPlace } from '../../src/finding/index.ts';
import { isHeld, type Match } from '../../src/model/index.ts';
import { type EvaluationDeps, unpackHeld } from '../../src/pipeline/index.ts';
import type { PartialPut } from '../../src/ports/index.ts';
import { ownRegistry } from './own-registry.ts';

/**
 * Makes it, by the rules that there are now; its own source reads the record, whoever else would claim it. Of a record that
 * this one reads no more, or a rule that is gone, it names the place alone: the match stands.
 */
export function withEvidence(
  put: PartialPut,
  { routing }: Pick<EvaluationDeps, 'routing'>,
  pack: (match: Match) => string = packEvidence,
): PartialPut {
  const { evidence: kept, source, rule: id } = put.part;
  const held = isHeld(kept) ? unpackHeld(kept, ownRegistry(source)) : undefined;
  if (held === undefined) return put;
  const { event, delivery } = held;
  const rule = routing.rules.find((one) => one.rule.id === id)?.rule;
  const isRead = event !== undefined && rule !== undefined;
  const evidence = isRead ? pack({ rule, event, delivery }) : packPlace(delivery);
  return { ...put, part: { ...put.part, evidence } };
}
