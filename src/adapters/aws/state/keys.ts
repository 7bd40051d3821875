// What an item is of → its keys in the table. No part runs into the next, and none is too long.

import { createHash } from 'node:crypto';

/** Keys of an item. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** Kinds of items, by the letter their keys begin with (docs/design/state.md). */
export type ItemKind = 'A' | 'B' | 'C' | 'D' | 'F' | 'N' | 'O' | 'P' | 'W';

/** Bytes that DynamoDB takes of a partition key. */
const MAX_PARTITION_BYTES = 2_048;

/** Sort key of items that are alone in their partition. */
export const ALONE = '-';

/**
 * A partition key: kind, tenant and what else names the thing. Names that would be too long keep kind and tenant, and
 * the hash of the rest.
 */
export function partitionKey(kind: ItemKind, tenant: string, names: readonly string[]): string {
  const head = `${kind}#${escapePart(tenant)}#`;
  const rest = names.map(escapePart).join('#');
  const isLong = Buffer.byteLength(head + rest) > MAX_PARTITION_BYTES;
  return head + (isLong ? `~${hashText(rest)}` : rest);
}

/** Percent-encodes what separates parts or marks a hash, and halves of characters, which UTF-8 cannot hold. */
export function escapePart(part: string): string {
  return part.replace(/[%#~]|\p{Cs}/gu, (found) => {
    const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0');
    return `%${code}`;
  });
}

/** SHA-256 as base64url: 43 characters. */
export function hashText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
