// A key's policy → whether it lets an account decrypt, or leaves that to the account's IAM policies.

import { isJsonObject, type JsonValue, parseJson } from '../../model/index.ts';
import { listOf, matches } from './policy-text.ts';

/** Whom the policy lets decrypt. */
export interface KeyGrants {
  /** Principals of the account that are allowed, as the policy spells them; the account itself leaves it to its IAM policies. */
  readonly allowed: readonly string[];
  /** A statement denies kms:Decrypt to somebody, or allows it under conditions: which ones only a reader can tell. */
  readonly isConditional: boolean;
}

/** Reads the statements about kms:Decrypt. @param account 12 digits */
export function decryptGrants(policy: string, account: string): KeyGrants {
  const document = parseJson(policy);
  const statements = isJsonObject(document) ? listOf(document['Statement']) : [];
  const about = statements
    .filter(isJsonObject)
    .filter(({ Action }) => listOf(Action).some(isDecrypting));
  const allowing = about.filter(
    ({ Effect, Principal }) => Effect === 'Allow' && principalsOf(Principal, account).length > 0,
  );
  return {
    allowed: allowing.flatMap(({ Principal }) => principalsOf(Principal, account)),
    isConditional:
      about.some(({ Effect }) => Effect === 'Deny') ||
      (allowing.length > 0 && allowing.every(({ Condition }) => Condition !== undefined)),
  };
}

function isDecrypting(action: JsonValue): boolean {
  return typeof action === 'string' && matches(action.toLowerCase(), 'kms:decrypt');
}

function principalsOf(principal: JsonValue | undefined, account: string): readonly string[] {
  const all = isJsonObject(principal) ? listOf(principal['AWS']) : listOf(principal);
  return all.flatMap((one) =>
    typeof one === 'string' && (one === '*' || one === account || one.includes(`:${account}:`))
      ? one
      : [],
  );
}
