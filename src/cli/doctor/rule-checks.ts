// The fields that a source's events really had × what rules read → rules that cannot fire on what was seen.

import type { LoadedUnit } from '../../sigma/index.ts';
import { canHold } from '../rule-coverage/can-hold.ts';
import { type Capability, capabilitiesOf } from '../rule-coverage/capabilities.ts';
import type { CompiledRule } from '../../model/index.ts';
import { plural } from '../plural.ts';
import type { RuleContext } from '../rule-context.ts';
import { type Check, ok, warning } from './check.ts';
import type { SampledSource, SeenOfRule } from './sample.ts';

/** A rule that nothing of the sample could satisfy. */
interface Blind {
  readonly title: string;
  readonly events: number;
  readonly never: readonly string[];
}

/** One check of the source: `rules on SOURCE`, naming each rule that cannot fire and the fields that no event had. */
export function checkRules(
  source: string,
  seen: SampledSource,
  { compiled, units }: RuleContext,
): readonly Check[] {
  const name = `rules on ${source}`;
  const capability = capabilitiesOf(false).find((one) => one.source === source);
  const ran = compiled.flatMap((rule, index) => {
    const own = seen.rules.get(rule.id);
    const unit = units[index];
    return own === undefined || unit === undefined ? [] : [{ rule, unit, own }];
  });
  const blind = ran.flatMap((one) => blindOf(one, seen, capability));
  const [first] = blind;
  if (ran.length === 0) return [];
  if (first === undefined) {
    return [ok(name, `${plural(ran.length, 'rule')} can fire on what was seen`)];
  }
  const found = blind.map(
    ({ title, events, never }) =>
      `${never.join(', ')} never seen in ${plural(events, 'event')}, so “${title}” cannot fire`,
  );
  return [
    warning(name, {
      found: found.join('; '),
      expected: 'events that have what the rules read, themselves or by the start of their process',
      action: `docs/sources.md#what-the-shipped-rules-get says what the source can have and what to switch on. A sample is no proof: rare fields may stand in other objects`,
    }),
  ];
}

function blindOf(
  {
    rule,
    unit,
    own,
  }: { readonly rule: CompiledRule; readonly unit: LoadedUnit; readonly own: SeenOfRule },
  seen: SampledSource,
  capability: Capability | undefined,
): readonly Blind[] {
  // The start of the process, or the file's certificate, may bring it where some event of the source has it.
  const isJoined = (field: string) =>
    seen.fields.has(field) && capability?.supply(field, rule.logsource) === 'joined';
  const isThere = (field: string) => own.fields.has(field) || isJoined(field);
  if (canHold(unit.expr, isThere)) return [];
  const never = rule.fields.filter((field) => !isThere(field));
  return [{ title: rule.title, events: own.events, never }];
}
