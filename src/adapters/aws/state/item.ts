// Attributes of an item ↔ values. What is read was written here: its shape is checked, not trusted.

import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { ItemShapeError } from './errors.ts';

/** An item as the table holds it. */
export type Item = Readonly<Record<string, AttributeValue>>;

/** A text. */
export function S(text: string): AttributeValue.SMember {
  return { S: text };
}

/** A number. */
export function N(value: number): AttributeValue.NMember {
  return { N: String(value) };
}

/** A set of texts; DynamoDB has no empty ones. */
export function SS(texts: readonly string[]): AttributeValue.SSMember {
  return { SS: [...texts] };
}

/** The text under a name. Throws where there is none. */
export function textOf(item: Item, name: string): string {
  return item[name]?.S ?? missing(item, name, 'a text');
}

/** The number under a name, or undefined. */
export function findNumber(item: Item, name: string): number | undefined {
  const text = item[name]?.N;
  return text === undefined ? undefined : Number(text);
}

/** The number under a name. Throws where there is none. */
export function numberOf(item: Item, name: string): number {
  return findNumber(item, name) ?? missing(item, name, 'a number');
}

/** The set under a name; empty where there is none. */
export function setOf(item: Item, name: string): readonly string[] {
  return item[name]?.SS ?? [];
}

/** Throws, naming the item. */
export function missing(item: Item, name: string, expected: string): never {
  const found = Object.keys(item[name] ?? {}).join() || 'nothing';
  throw new ItemShapeError(
    `item ${item['pk']?.S ?? ''} ${item['sk']?.S ?? ''}: found ${found} under ${name}, expected ${expected}`,
  );
}

/** Bytes of an item as DynamoDB counts them, at least: names and values in UTF-8. */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value),
    0,
  );
}

function valueBytes({ S: text, N: number, B: bytes, SS: texts }: AttributeValue): number {
  if (text !== undefined) return Buffer.byteLength(text);
  if (number !== undefined) return Math.ceil(number.length / 2) + 1;
  if (bytes !== undefined) return bytes.length;
  return (texts ?? []).reduce((sum, one) => sum + Buffer.byteLength(one), 1);
}
