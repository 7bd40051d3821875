// A hash, or its beginning, and the rule sets that there are → the one that is meant, or why there is none.

import type { RulesetHistory, RulesetVersion } from './ruleset-history.ts';

/** No rule set can be told by what was given. */
export class RulesetUnknownError extends Error {
  override readonly name = 'RulesetUnknownError';
}

/** Fewer digits could be those of another rule set by chance, or by somebody's will. */
const MIN_DIGITS = 8;
/** Digits that are shown, and enough to ask by. */
export const SHOWN_DIGITS = 12;
/** Rule sets that are proposed. */
const MAX_PROPOSED = 3;

/** Picks it. Throws {@link RulesetUnknownError} with what to do. */
export function pickRuleset(given: string, history: RulesetHistory): RulesetVersion {
  const hash = given.toLowerCase();
  if (!/^[0-9a-f]{8,64}$/.test(hash)) {
    throw new RulesetUnknownError(
      `--ruleset is ${JSON.stringify(given)}; expected ${MIN_DIGITS} to 64 hexadecimal digits of a rule set's hash`,
    );
  }
  const { versions, isShallow } = history;
  const [first, ...others] = versions.filter((version) => version.hash.startsWith(hash));
  if (first === undefined) throw unknown(given, hash, versions, isShallow);
  if (others.length === 0) return first;
  const which = [first, ...others].map(({ hash: whole }) => `  ${whole}`).join('\n');
  throw new RulesetUnknownError(
    `--ruleset ${given} is the beginning of ${others.length + 1} hashes; expected one:\n${which}`,
  );
}

function unknown(
  given: string,
  hash: string,
  versions: readonly RulesetVersion[],
  isShallow: boolean,
): RulesetUnknownError {
  const proposed = nearest(hash, versions).map(
    (one) => `  ${one.hash.slice(0, SHOWN_DIGITS)}  ${one.date.slice(0, 10)}  commit ${one.commit}`,
  );
  const lines = [
    `--ruleset ${given}: no commit has these rules; expected a hash of \`npm run -s rules:history\``,
    ...(isShallow
      ? ['this clone is shallow, and older commits are not in it: git fetch --unshallow']
      : ['it may be on a branch that is not here: git fetch --all --tags']),
    ...(proposed.length === 0 ? [] : ['nearest:', ...proposed]),
  ];
  return new RulesetUnknownError(lines.join('\n'));
}

/** By the digits that are the same at the beginning, then the newest: who mistypes does so near the end, or is a release off. */
function nearest(hash: string, versions: readonly RulesetVersion[]): readonly RulesetVersion[] {
  const rank = (version: RulesetVersion) => sameDigits(version.hash, hash);
  return versions.toSorted((a, b) => rank(b) - rank(a)).slice(0, MAX_PROPOSED);
}

function sameDigits(a: string, b: string): number {
  let count = 0;
  while (count < b.length && a[count] === b[count]) count++;
  return count;
}
