// A value → JSON in an attribute, compressed where that makes it smaller: a write is billed by the kilobyte.

import { deflateSync, inflateSync } from 'node:zlib';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { dictionary } from './dictionary.ts';
import { ItemShapeError } from './errors.ts';
import { type Item, missing } from './item.ts';

/** Shorter texts gain too little to be worth the time. */
const MIN_PACKED_CHARACTERS = 512;

/** zlib's format, not gzip's: it names the dictionary, so that with another one nothing false is read. */
const FORMAT = { dictionary: dictionary() };

/** What 400 KB of it could become is no business of ours to hold: writers never pack that much. */
const MAX_TEXT_BYTES = 64 * 1024 * 1024;

/** The attribute. `undefined` members of objects are left out, as JSON does. */
export function pack(value: unknown): AttributeValue {
  const text = JSON.stringify(value);
  if (text.length < MIN_PACKED_CHARACTERS) return { S: text };
  const bytes = deflateSync(text, FORMAT);
  return bytes.length < Buffer.byteLength(text) ? { B: bytes } : { S: text };
}

/** The value; throws where there is none. Its type is the writer's word: each caller reads what it wrote. */
export function unpack<T>(item: Item, name: string): T {
  const attribute = item[name];
  const text = attribute?.S ?? (attribute?.B === undefined ? undefined : inflate(attribute.B));
  return text === undefined ? missing(item, name, 'packed JSON') : parse(text, name);
}

function inflate(bytes: Uint8Array): string {
  return inflateSync(bytes, { ...FORMAT, maxOutputLength: MAX_TEXT_BYTES }).toString('utf8');
}

function parse<T>(text: string, name: string): T {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ItemShapeError(`attribute ${name} holds no JSON`, { cause });
  }
}
