// Two rules and correlations of them → what the loader makes of the file.

import { loadRuleset } from '../../src/sigma/index.ts';
import { ruleObject } from '../support/rules.ts';

const BASE = ruleObject({ id: 'base', name: 'base_name', title: 'Base' });
const OTHER = ruleObject({ id: 'other', title: 'Other' });

/** A correlation as an object; `changes` replace keys of its `correlation`. */
export function correlationObject(changes: object = {}, document: object = {}): object {
  const correlation = {
    type: 'event_count',
    rules: ['base'],
    'group-by': ['User'],
    timespan: '5m',
    condition: { gte: 3 },
    ...changes,
  };
  return { title: 'C', id: 'c1', level: 'high', correlation, ...document };
}

/** Loads both rules and the documents. */
export function load(...documents: readonly object[]) {
  const text = [BASE, OTHER, ...documents].map((one) => JSON.stringify(one)).join('\n---\n');
  return loadRuleset([{ path: 'r.yml', text }]);
}
