// A queue's policy → which services may send to it, for which sources.

import { isJsonObject, type JsonValue, parseJson } from '../../model/index.ts';
import { listOf, matches } from './policy-text.ts';

/** May a service send there on behalf of a resource? A policy with other conditions than ARNs is taken to let it. */
export function maySend(policy: string | undefined, service: string, arn: string): boolean {
  const document = parseJson(policy ?? 'null');
  if (!isJsonObject(document)) return false;
  return listOf(document['Statement']).some(
    (statement) =>
      isJsonObject(statement) &&
      statement['Effect'] === 'Allow' &&
      listOf(statement['Action']).some(isSending) &&
      isFor(statement['Principal'], service) &&
      isSource(statement['Condition'], arn),
  );
}

function isSending(action: unknown): boolean {
  return typeof action === 'string' && /^(?:\*|sqs:\*|sqs:sendmessage)$/i.test(action);
}

function isFor(principal: JsonValue | undefined, service: string): boolean {
  if (principal === '*') return true;
  if (!isJsonObject(principal)) return false;
  return [...listOf(principal['Service']), ...listOf(principal['AWS'])].some(
    (one) => one === service || one === '*',
  );
}

/** Every condition on aws:SourceArn must be met. */
function isSource(condition: JsonValue | undefined, arn: string): boolean {
  if (!isJsonObject(condition)) return true;
  return Object.entries(condition)
    .filter(([operator]) => /^arn|^string/i.test(operator))
    .every(([, keys]) => {
      if (!isJsonObject(keys)) return true;
      const key = Object.keys(keys).find((name) => name.toLowerCase() === 'aws:sourcearn');
      if (key === undefined) return true;
      return listOf(keys[key]).some(
        (pattern) => typeof pattern === 'string' && matches(pattern, arn),
      );
    });
}
