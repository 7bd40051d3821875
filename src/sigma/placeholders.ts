// Searches with `%name%` × the values given → searches without. Values that are missing reject the rule by name.

import type { GlobPart } from '../runtime/index.ts';
import type { DiagnosticSink, SigmaCode } from './diagnostics.ts';
import { regexFault } from './modifiers/regex.ts';
import type { Detection, ItemValue } from './rule/detection.ts';
import type { Searches } from './rule/search.ts';
import { MAX_TESTS, TestBudget } from './rule/size.ts';
import {
  parseSigmaString,
  type SigmaString,
  type SigmaValue,
  type StringPart,
} from './rule/value.ts';

/** The values of each placeholder, without percent signs. They are Sigma strings: wildcards count. */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

/** Values one value may expand to. */
const MAX_EXPANDED = 10_000;
/** In a regular expression: an escaped character, or a name (group 1). */
export const NAME_IN_PATTERN = /\\[\s\S]|%([^%\s\\]+)%/g;

/** Puts values in for placeholders; undefined after a problem was reported. */
export function resolvePlaceholders(
  searches: Searches,
  placeholders: Placeholders,
  sink: DiagnosticSink,
): Searches | undefined {
  const local = new Resolver(placeholders, sink);
  const resolved = searches.searches.map((search) => ({
    ...search,
    detection: local.detection(search.detection),
  }));
  return local.hasFailed ? undefined : { ...searches, searches: resolved };
}

class Resolver {
  readonly #placeholders: Placeholders;
  readonly #sink: DiagnosticSink;
  readonly #budget = new TestBudget();
  hasFailed = false;

  constructor(placeholders: Placeholders, sink: DiagnosticSink) {
    this.#placeholders = placeholders;
    this.#sink = sink;
  }

  detection(detection: Detection): Detection {
    if (detection.kind !== 'item') {
      return { ...detection, items: detection.items.map((item) => this.detection(item)) };
    }
    return { ...detection, values: detection.values.map((value) => this.#itemValue(value)) };
  }

  #itemValue(value: ItemValue): ItemValue {
    if (this.#budget.isSpent) return value;
    const alternatives = value.alternatives.flatMap((one) => this.#alternative(one, value));
    if (this.#budget.spend(alternatives.length)) return { ...value, alternatives };
    this.#fail('SIGMA_TOO_LARGE', value, `the values spell out more than ${MAX_TESTS} field tests`);
    return value;
  }

  #alternative(value: SigmaValue, item: ItemValue): readonly SigmaValue[] {
    if (value.kind === 'string') return this.#string(value, item);
    if (value.kind === 'regex' && value.isExpanded === true) return this.#regex(value, item);
    return [value];
  }

  #string(value: SigmaString, item: ItemValue): readonly SigmaValue[] {
    let variants: readonly (readonly StringPart[])[] = [[]];
    for (const part of value.parts) {
      const pieces =
        part.kind === 'placeholder'
          ? this.#valuesOf(part.name, item).map(parseSigmaString)
          : [[part]];
      if (variants.length * pieces.length > MAX_EXPANDED)
        return this.#fail(
          'SIGMA_TOO_LARGE',
          item,
          `the placeholders of one value make more than ${MAX_EXPANDED}`,
        );
      variants = variants.flatMap((begun) => pieces.map((piece) => [...begun, ...piece]));
    }
    return variants.map((parts): SigmaString => ({ ...value, parts: joinTexts(parts) }));
  }

  #regex(value: Extract<SigmaValue, { kind: 'regex' }>, item: ItemValue): readonly SigmaValue[] {
    const pattern = value.pattern.replaceAll(NAME_IN_PATTERN, (token: string, name?: string) => {
      if (name === undefined) return token;
      return `(?:${this.#valuesOf(name, item).map(toPattern).join('|')})`;
    });
    const fault = this.hasFailed ? undefined : regexFault(pattern, value.flags);
    if (fault !== undefined) return this.#fail(fault.code, item, fault.message);
    return [{ kind: 'regex', pattern, flags: value.flags }];
  }

  #valuesOf(name: string, item: ItemValue): readonly string[] {
    const values = this.#placeholders.get(name);
    if (values !== undefined && values.length > 0) return values;
    const message = `placeholder "%${name}%" has no values; give them by --placeholders`;
    return this.#fail('SIGMA_PLACEHOLDER', item, message);
  }

  #fail(code: SigmaCode, { position }: ItemValue, message: string): readonly never[] {
    this.hasFailed = true;
    this.#sink.error(code, position, message);
    return [];
  }
}

/** A Sigma string as a pattern: its wildcards stay wildcards, everything else is text. */
function toPattern(source: string): string {
  return parseSigmaString(source).map(partPattern).join('');
}

function partPattern(part: GlobPart): string {
  if (part.kind === 'text') return part.text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return part.kind === 'many' ? '(?s:.*)' : '(?s:.)';
}

/** Neighbouring texts become one, so that the cheapest test is found. */
function joinTexts(parts: readonly StringPart[]): readonly StringPart[] {
  const joined: StringPart[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (part.kind !== 'text' || last?.kind !== 'text') joined.push(part);
    else joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
  }
  return joined;
}
