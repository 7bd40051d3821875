// Condition × search identifiers → which identifiers each part means. Misspelt and unmatched names are reported.

import { type GlobPart, globMatches, toGlob } from '../../runtime/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { suggest } from '../suggest.ts';
import type { Condition } from './ast.ts';

/** A condition whose names are known to exist. */
export type ResolvedCondition =
  | { readonly kind: 'and' | 'or'; readonly items: readonly ResolvedCondition[] }
  | {
      readonly kind: 'atLeast';
      readonly count: number;
      readonly items: readonly ResolvedCondition[];
    }
  | { readonly kind: 'not'; readonly item: ResolvedCondition }
  | { readonly kind: 'identifier'; readonly name: string };

/** Looks all names up; undefined after a problem was reported. */
export function resolveCondition(
  condition: Condition,
  names: readonly string[],
  sink: DiagnosticSink,
): ResolvedCondition | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const items = condition.items.map((item) => resolveCondition(item, names, sink));
      const isWhole = items.every((item) => item !== undefined);
      return isWhole ? { kind: condition.kind, items } : undefined;
    }
    case 'not': {
      const item = resolveCondition(condition.item, names, sink);
      return item && { kind: 'not', item };
    }
    case 'identifier': {
      const { name, position } = condition;
      if (names.includes(name)) return { kind: 'identifier', name };
      const message = `condition names "${name}", which is no search identifier of this rule${suggest(name, names)}`;
      sink.error('SIGMA_UNKNOWN_IDENTIFIER', position, message);
      return undefined;
    }
    case 'quantified':
      return resolveQuantified(condition, names, sink);
  }
}

function resolveQuantified(
  condition: Extract<Condition, { kind: 'quantified' }>,
  names: readonly string[],
  sink: DiagnosticSink,
): ResolvedCondition | undefined {
  const { pattern, position, quantifier } = condition;
  const items = matchingNames(pattern, names).map((name) => ({
    kind: 'identifier' as const,
    name,
  }));
  const [only] = items;
  if (only === undefined) {
    const hint = pattern.toLowerCase() === 'them' && pattern !== 'them' ? '; write "them"' : '';
    const message = `no search identifier matches "${pattern}"; there are: ${names.join(', ')}${hint}`;
    sink.error('SIGMA_NO_IDENTIFIER_MATCHES', position, message);
    return undefined;
  }
  if (typeof quantifier === 'number' && quantifier > items.length) {
    const message = `"${pattern}" matches ${items.length} search identifiers, so ${quantifier} of it never hold`;
    sink.error('SIGMA_NO_IDENTIFIER_MATCHES', position, message);
    return undefined;
  }
  if (typeof quantifier === 'number' && quantifier > 1)
    return { kind: 'atLeast', count: quantifier, items };
  if (items.length === 1) return only;
  return { kind: quantifier === 'all' ? 'and' : 'or', items };
}

/** Names beginning with `_` are meant only by patterns that begin so too. */
function matchingNames(pattern: string, names: readonly string[]): string[] {
  const isHidden = (name: string) => name.startsWith('_') && !pattern.startsWith('_');
  const glob = toGlob(patternParts(pattern === 'them' ? '*' : pattern));
  return names.filter((name) => globMatches(glob, name) && !isHidden(name));
}

function patternParts(pattern: string): GlobPart[] {
  return pattern
    .split('*')
    .flatMap((text, index): GlobPart[] => (index === 0 ? [toText(text)] : [MANY, toText(text)]))
    .filter((part) => part.kind !== 'text' || part.text !== '');
}

const MANY: GlobPart = { kind: 'many' };

function toText(text: string): GlobPart {
  return { kind: 'text', text };
}
