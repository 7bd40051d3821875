// What `rules coverage --format json` prints → the rules as docs/sources.md names them.

import type { RuleFeed, SourceFeed } from '../src/source/index.ts';

/** The command whose output is read: of the shipped rules, with Security events mapped. */
export const COVERAGE_COMMAND = [
  ...['rules', 'coverage', '--map-security-events', '--format', 'json'],
] as const;

/** The part of the output that is needed. */
interface CoverageJson {
  readonly rules: readonly {
    readonly rule: { readonly title: string };
    readonly sources: readonly Omit<SourceFeed, 'joined'>[];
    readonly fields: readonly {
      readonly field: string;
      readonly supply: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** Throws on what is no JSON. */
export function feedsOf(coverage: string): readonly RuleFeed[] {
  const { rules }: CoverageJson = JSON.parse(coverage);
  return rules.map(({ rule, sources, fields }) => ({
    title: rule.title,
    sources: sources.map((one) => ({
      ...one,
      joined: fields.flatMap(({ field, supply }) =>
        supply[one.source] === 'joined' ? [field] : [],
      ),
    })),
  }));
}
