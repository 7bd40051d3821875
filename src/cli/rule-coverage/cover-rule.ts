// A rule × the sources → which of its fields each can supply, and where it can never fire.

import type { CompiledRule, Logsource } from '../../model/index.ts';
import { readsProgram } from '../../pipeline/index.ts';
import type { MatchExpr } from '../../runtime/index.ts';
import type { SourceId } from '../../source/index.ts';
import { canHold } from './can-hold.ts';
import type { Capability, Supply } from './capabilities.ts';

/** `other-logsource`: the rule never runs on it. `never`: it runs, and cannot match without the fields that lack. */
export type CoverageVerdict = 'can-fire' | 'never' | 'other-logsource';

/** A rule on one source. */
export interface SourceCoverage {
  readonly source: SourceId;
  readonly verdict: CoverageVerdict;
  /** Fields that events of the rule's logsource never have there; empty for another logsource. */
  readonly lacks: readonly string[];
  /** Fields of which it can fire only where the join fills them; empty where it can without. */
  readonly needsJoin: readonly string[];
}

/** A field, and where each source of the rule's logsource has it from. */
export interface FieldCoverage {
  readonly field: string;
  readonly supply: Readonly<Partial<Record<SourceId, Supply>>>;
  /** True if none of them has it. */
  readonly isUnsupplied: boolean;
}

/** A rule on all sources. */
export interface RuleCoverage {
  readonly rule: { readonly id: string; readonly title: string };
  readonly path: string;
  readonly logsource: Logsource;
  readonly canFire: boolean;
  readonly sources: readonly SourceCoverage[];
  readonly fields: readonly FieldCoverage[];
  /** True where no text and no number is known that a match needs: the rule runs on every event of its logsource. */
  readonly hasNoWitness?: true;
}

/** A rule, and its expression before it was optimised. */
export interface CoveredRule {
  readonly rule: Pick<
    CompiledRule,
    'id' | 'title' | 'fields' | 'logsource' | 'witnesses' | 'eventIds'
  >;
  readonly expr: MatchExpr;
  readonly path: string;
}

/** Covers one rule. */
export function coverRule(
  { rule, expr, path }: CoveredRule,
  capabilities: readonly Capability[],
): RuleCoverage {
  const { id, title, logsource, fields, witnesses = rule.eventIds } = rule;
  const fitting = capabilities.filter((capability) => capability.supports(logsource));
  const sources = capabilities.map((capability): SourceCoverage => {
    if (fitting.includes(capability)) return coverSource(rule, expr, capability);
    return { source: capability.source, verdict: 'other-logsource', lacks: [], needsJoin: [] };
  });
  return {
    rule: { id, title },
    path,
    logsource,
    canFire: sources.some(({ verdict }) => verdict === 'can-fire'),
    sources,
    fields: fields.map((field) => coverField(field, fitting, logsource)),
    ...(witnesses === undefined && { hasNoWitness: true }),
  };
}

function coverSource(
  { fields, logsource }: CoveredRule['rule'],
  expr: MatchExpr,
  { source, supply }: Capability,
): SourceCoverage {
  const supplyOf = new Map(fields.map((field) => [field, supply(field, logsource)]));
  const lacks = fields.filter((field) => supplyOf.get(field) === 'none');
  const joined = fields.filter((field) => supplyOf.get(field) === 'joined');
  const isThere = (field: string) => !lacks.includes(field);
  if (!canHold(expr, isThere)) return { source, verdict: 'never', lacks, needsJoin: [] };
  const isOwn = (field: string) => isThere(field) && !joined.includes(field);
  // Where the log names no program, no rule that reads it runs.
  const isUnattributed = joined.includes('Image') && readsProgram(fields);
  const needsJoin = isUnattributed || !canHold(expr, isOwn) ? joined : [];
  return { source, verdict: 'can-fire', lacks, needsJoin };
}

/** Where no source has the rule's logsource, its fields are not judged: the verdicts say so already. */
function coverField(
  field: string,
  fitting: readonly Capability[],
  logsource: Logsource,
): FieldCoverage {
  const supply = fitting.map(({ source, ...capability }) => [
    source,
    capability.supply(field, logsource),
  ]);
  const isUnsupplied = supply.length > 0 && supply.every(([, how]) => how === 'none');
  return { field, supply: Object.fromEntries(supply), isUnsupplied };
}
