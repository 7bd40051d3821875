// A FilterPolicy's text → whether SNS would take it. fauxqs accepts what it cannot read, then delivers everything.

import { isFields } from './http-types.ts';

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
const OPERATORS = new Set([
  'anything-but',
  'cidr',
  'equals-ignore-case',
  'exists',
  'numeric',
  'prefix',
  'suffix',
  'wildcard',
]);

/** The alternatives of a `$or` are at least two, else SNS takes it for a field's name. */
const MIN_ALTERNATIVES = 2;

/** Undefined for a policy SNS would take; else what is wrong with it, in words near to those of SNS. */
export function policyFault(text: string): string | undefined {
  try {
    return policyObjectFault(JSON.parse(text));
  } catch (cause) {
    if (cause instanceof SyntaxError) return 'failed to parse JSON.';
    throw cause;
  }
}

function policyObjectFault(policy: unknown): string | undefined {
  if (!isFields(policy)) return 'Filter policy must be an object';
  for (const [name, value] of Object.entries(policy)) {
    const fault = name === '$or' ? alternativesFault(value) : valueFault(name, value);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function alternativesFault(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length < MIN_ALTERNATIVES) return '"$or" must be an array';
  return value.map(policyObjectFault).find((fault) => fault !== undefined);
}

/** An object nests, as for a message's body; an array holds what the value may be. */
function valueFault(name: string, value: unknown): string | undefined {
  if (isFields(value)) return policyObjectFault(value);
  if (!Array.isArray(value)) return `"${name}" must be an object or an array`;
  if (value.length === 0) return `"${name}": empty arrays are not allowed`;
  return value.map(matchFault).find((fault) => fault !== undefined);
}

function matchFault(match: unknown): string | undefined {
  if (!isFields(match)) {
    return Array.isArray(match) ? 'Match value must be a string, number or object' : undefined;
  }
  const [operator = '', ...more] = Object.keys(match);
  if (more.length > 0) return 'Only one key allowed in match expression';
  return OPERATORS.has(operator) ? undefined : `Unrecognized match type ${operator}`;
}
