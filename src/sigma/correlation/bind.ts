// Correlations × rules → correlations whose rules are known, each behind those that it refers to.

import type { CorrelationSpec, SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import type { SigmaRule } from '../rule/rule.ts';
import { suggest } from '../suggest.ts';
import type { YamlScalar } from '../yaml/node.ts';
import { bindExpression } from './expression.ts';
import type { SigmaAlias, SigmaCorrelation } from './rule.ts';

/** A correlation ready to run, and where it stands. */
export interface LoadedCorrelation {
  readonly spec: CorrelationSpec;
  readonly position: SourcePosition;
}

/** Looks all rules up. What names an unknown rule, or itself in a circle, is reported and left out. */
export function bindCorrelations(
  correlations: readonly SigmaCorrelation[],
  rules: readonly SigmaRule[],
  sink: DiagnosticSink,
): readonly LoadedCorrelation[] {
  return new Binder(correlations, rules, sink).bind();
}

/** What a name stands for. */
type Target =
  | { readonly kind: 'rule'; readonly id: string }
  | { readonly kind: 'correlation'; readonly correlation: SigmaCorrelation };

/** Depth-first, so that each correlation comes behind those that it refers to. */
class Binder {
  readonly #correlations: readonly SigmaCorrelation[];
  readonly #sink: DiagnosticSink;
  readonly #targets = new Map<string, Target>();
  readonly #bound = new Map<SigmaCorrelation, LoadedCorrelation | undefined>();
  readonly #open = new Set<SigmaCorrelation>();

  constructor(
    correlations: readonly SigmaCorrelation[],
    rules: readonly SigmaRule[],
    sink: DiagnosticSink,
  ) {
    this.#correlations = correlations;
    this.#sink = sink;
    for (const correlation of correlations) {
      for (const label of labelsOf(correlation)) {
        this.#targets.set(label, { kind: 'correlation', correlation });
      }
    }
    for (const rule of rules) {
      for (const label of labelsOf(rule)) this.#targets.set(label, { kind: 'rule', id: rule.id });
    }
  }

  bind(): readonly LoadedCorrelation[] {
    for (const correlation of this.#correlations) this.#visit(correlation);
    return [...this.#bound.values()].flatMap((loaded) => loaded ?? []);
  }

  /** The correlation with its rules; undefined after a problem was reported. */
  #visit(correlation: SigmaCorrelation): LoadedCorrelation | undefined {
    if (this.#bound.has(correlation)) return this.#bound.get(correlation);
    this.#open.add(correlation);
    const ids = correlation.rules.map((name) => this.#resolve(name, correlation));
    this.#open.delete(correlation);
    this.#sink.nameRule(correlation.title);
    const loaded = ids.every((id) => id !== undefined) ? this.#finish(correlation, ids) : undefined;
    this.#bound.set(correlation, loaded);
    return loaded;
  }

  #resolve(name: YamlScalar, from: SigmaCorrelation): string | undefined {
    const target = this.#targets.get(name.source);
    if (target?.kind === 'rule') return target.id;
    if (target === undefined) {
      const hint = suggest(name.source, this.#targets.keys());
      const message = `"${name.source}" is neither id nor name of a rule that loads${hint}`;
      return this.#fail(from, 'SIGMA_CORRELATION_NO_RULE', name.position, message);
    }
    if (this.#open.has(target.correlation)) {
      const message = `"${name.source}" leads back to this correlation: a circle never begins`;
      return this.#fail(from, 'SIGMA_CORRELATION_CYCLE', name.position, message);
    }
    const loaded = this.#visit(target.correlation);
    if (loaded !== undefined) return loaded.spec.id;
    const message = `"${name.source}" is a correlation that was refused`;
    return this.#fail(from, 'SIGMA_CORRELATION_NO_RULE', name.position, message);
  }

  #fail(
    { title }: SigmaCorrelation,
    code: 'SIGMA_CORRELATION_NO_RULE' | 'SIGMA_CORRELATION_CYCLE',
    position: SourcePosition,
    message: string,
  ): undefined {
    this.#sink.nameRule(title);
    this.#sink.error(code, position, message);
  }

  #finish(correlation: SigmaCorrelation, ids: readonly string[]): LoadedCorrelation | undefined {
    const groupFields = this.#groupFields(correlation, ids);
    const { condition, position, aliases: _aliases, name: _name, ...meta } = correlation;
    const { expression, ...rest } = condition;
    const known = new Map(correlation.rules.map(({ source }, index) => [source, ids[index] ?? '']));
    const place = { type: correlation.type, known, position };
    const bound = expression && bindExpression(expression, place, this.#sink);
    if (groupFields === undefined || (expression !== undefined && bound === undefined)) {
      return undefined;
    }
    const thresholds = this.#thresholds(correlation, ids);
    if (thresholds === undefined) return undefined;
    const spec = { ...meta, ...rest, rules: ids, groupFields, thresholds, expression: bound };
    return { spec, position };
  }

  /** Temporal correlations without a condition need all rules. */
  #thresholds({ type, condition, position }: SigmaCorrelation, ids: readonly string[]) {
    if (!type.startsWith('temporal')) return condition.thresholds;
    const { thresholds, expression } = condition;
    if (new Set(ids).size < ids.length) {
      const message = '"correlation.rules" names a rule twice: one match of it would count as two';
      this.#sink.error('SIGMA_CORRELATION_CONDITION', position, message);
      return undefined;
    }
    const impossible = thresholds.find(
      ({ op, value }) =>
        (op === 'gt' && value >= ids.length) || (op === 'gte' && value > ids.length),
    );
    if (impossible !== undefined) {
      const message = `"${impossible.op}: ${impossible.value}" is never reached by ${ids.length} rules`;
      this.#sink.error('SIGMA_CORRELATION_CONDITION', position, message);
      return undefined;
    }
    if (expression !== undefined || thresholds.length > 0) return thresholds;
    return [{ op: 'gte' as const, value: ids.length }];
  }

  /** By rule id the field for each name that events are grouped by. */
  #groupFields(
    correlation: SigmaCorrelation,
    ids: readonly string[],
  ): CorrelationSpec['groupFields'] | undefined {
    const fieldsOf = new Map<string, ReadonlyMap<string, string>>();
    let isWhole = true;
    for (const alias of correlation.aliases) {
      const byRule = this.#aliasFields(alias, correlation, ids);
      isWhole &&= byRule !== undefined;
      if (byRule !== undefined) fieldsOf.set(alias.name, byRule);
    }
    const entries = ids.map((id): [string, readonly string[]] => [
      id,
      correlation.groupBy.map((name) => fieldsOf.get(name)?.get(id) ?? name),
    ]);
    return isWhole ? Object.fromEntries(entries) : undefined;
  }

  /** By rule id the field that an alias stands for: where it names none for a rule, the field of its own name. */
  #aliasFields(
    { name, fields, position }: SigmaAlias,
    { rules, groupBy, condition }: SigmaCorrelation,
    ids: readonly string[],
  ): ReadonlyMap<string, string> | undefined {
    const byRule = new Map<string, string>();
    for (const { rule, field } of fields) {
      const id = this.#idOf(rule.source);
      if (id === undefined || !ids.includes(id)) {
        const message = `alias "${name}" names "${rule.source}", which is none of its rules`;
        this.#sink.error('SIGMA_CORRELATION_ALIAS', rule.position, message);
        return undefined;
      }
      byRule.set(id, field);
    }
    if (condition.valueFields.includes(name)) {
      const message = `alias "${name}" stands in "condition.field"; aliases are for "group-by" alone`;
      this.#sink.error('SIGMA_CORRELATION_ALIAS', position, message);
      return undefined;
    }
    const own = rules.filter((_, index) => !byRule.has(ids[index] ?? ''));
    if (!groupBy.includes(name)) {
      const message = `alias "${name}" is not in "group-by": it changes nothing`;
      this.#sink.warning('LINT_CORRELATION_ALIAS', position, message);
    } else if (own.length > 0) {
      const names = own.map(({ source }) => `"${source}"`).join(', ');
      const message = `alias "${name}" names no field of ${names}: the field "${name}" itself is read`;
      this.#sink.warning('LINT_CORRELATION_ALIAS', position, message);
    }
    return byRule;
  }

  #idOf(label: string): string | undefined {
    const target = this.#targets.get(label);
    return target?.kind === 'correlation' ? target.correlation.id : target?.id;
  }
}

function labelsOf({ id, name }: SigmaRule | SigmaCorrelation): readonly string[] {
  return name === undefined ? [id] : [id, name];
}
