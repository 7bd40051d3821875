// A correlation × the coverage of its rules → where it can fire: where they can, and its own fields are there.

import type { CorrelationSpec } from '../../model/index.ts';
import type { SourceId } from '../../source/index.ts';
import type { Capability, Supply } from './capabilities.ts';
import type { CoverageVerdict, FieldCoverage, RuleCoverage, SourceCoverage } from './cover-rule.ts';

/** A correlation to be covered. */
export interface CoveredCorrelation {
  readonly spec: CorrelationSpec;
  readonly path: string;
  /** Coverage of the rules it refers to, by their ids. */
  readonly rules: ReadonlyMap<string, RuleCoverage>;
}

/** Read as the event's host and process keys, which every source gives. */
const KEYS: ReadonlySet<string> = new Set(['Computer', 'ProcessGuid']);

/** Covers one correlation. Its logsource is that of its first rule. */
export function coverCorrelation(
  { spec, path, rules }: CoveredCorrelation,
  capabilities: readonly Capability[],
): RuleCoverage {
  const bases = spec.rules.flatMap((id) => rules.get(id) ?? []);
  const fields = [...new Set(bases.flatMap((base) => fieldsOf(spec, base)))].sort();
  const sources = capabilities.map((capability) => coverSource(spec, bases, capability));
  const fitting = capabilities.filter((_, index) => sources[index]?.verdict !== 'other-logsource');
  return {
    rule: { id: spec.id, title: spec.title },
    path,
    logsource: bases[0]?.logsource ?? {},
    canFire: sources.some(({ verdict }) => verdict === 'can-fire'),
    sources,
    fields: fields.map((field) => coverField(field, bases, fitting)),
  };
}

/** The fields it reads of the events of a rule. */
function fieldsOf(spec: CorrelationSpec, base: RuleCoverage): readonly string[] {
  return [...(spec.groupFields[base.rule.id] ?? spec.groupBy), ...spec.valueFields];
}

function supplyOf(capability: Capability, base: RuleCoverage, field: string): Supply {
  return KEYS.has(field) ? 'derived' : capability.supply(field, base.logsource);
}

function coverSource(
  spec: CorrelationSpec,
  bases: readonly RuleCoverage[],
  capability: Capability,
): SourceCoverage {
  const { source } = capability;
  const found = bases.map((base) => {
    const own = base.sources.find((one) => one.source === source);
    const lacks = fieldsOf(spec, base).filter(
      (field) => supplyOf(capability, base, field) === 'none',
    );
    return { verdict: own?.verdict ?? 'other-logsource', needsJoin: own?.needsJoin ?? [], lacks };
  });
  const running = found.filter(({ verdict }) => verdict !== 'other-logsource');
  const firing = found.filter(({ verdict, lacks }) => verdict === 'can-fire' && lacks.length === 0);
  const verdict = verdictOf(spec, bases.length, running.length, firing.length);
  const lacks = [...new Set(running.flatMap((one) => one.lacks))].sort();
  const needsJoin = [...new Set(firing.flatMap((one) => one.needsJoin))].sort();
  return { source, verdict, lacks, needsJoin: verdict === 'can-fire' ? needsJoin : [] };
}

/** The temporal types need every rule, unless a condition of their own says which; the others need some. */
function verdictOf(
  { type, expression }: CorrelationSpec,
  rules: number,
  running: number,
  firing: number,
): CoverageVerdict {
  if (running === 0) return 'other-logsource';
  const needsAll = type.startsWith('temporal') && expression === undefined;
  return firing >= (needsAll ? rules : 1) ? 'can-fire' : 'never';
}

function coverField(
  field: string,
  bases: readonly RuleCoverage[],
  fitting: readonly Capability[],
): FieldCoverage {
  const supply = fitting.map((capability): readonly [SourceId, Supply] => {
    const found = bases.map((base) => supplyOf(capability, base, field));
    return [capability.source, found.find((one) => one !== 'none') ?? 'none'];
  });
  const isUnsupplied = supply.length > 0 && supply.every(([, how]) => how === 'none');
  return { field, supply: Object.fromEntries(supply), isUnsupplied };
}
