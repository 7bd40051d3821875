// A rule and a filter with every field set, to be broken one field at a time.

import { ruleObject } from './rules.ts';

const GUIDE = { triage: ['a'], respond: ['b'], harden: ['c'], logging: ['d'] };
/** A rule with every field that is read. */
export const FULL = {
  ...ruleObject(),
  name: 'n',
  description: 'D',
  tags: ['attack.t1021.002'],
  references: ['https://example.com'],
  falsepositives: ['none'],
  guide: GUIDE,
};
/** A filter of {@link FULL}. */
export const FILTER = {
  title: 'F',
  id: 'f1',
  owner: 'O',
  reason: 'R',
  expires: '2999-12-31',
  logsource: { category: 'test' },
  filter: { rules: ['r1'], s: { g: 'b' }, condition: 'not s' },
};

/** The object with the value at a path replaced, or left out where it is undefined. */
export function withAt(object: object, path: readonly string[], value: unknown): object {
  const [key = '', ...rest] = path;
  const own: unknown = Reflect.get(object, key);
  const inner = typeof own === 'object' && own !== null ? own : {};
  return { ...object, [key]: rest.length === 0 ? value : withAt(inner, rest, value) };
}
