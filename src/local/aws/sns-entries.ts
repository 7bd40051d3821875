// The form of a Publish or PublishBatch → its entries with their attributes and sizes.

import { type Fields, textOf } from './http-types.ts';

/** A message attribute as published. */
export interface PublishAttribute {
  readonly name: string;
  readonly dataType: string;
  /** Text; for Binary, base64. Empty where the publisher gave none. */
  readonly value: string;
}

/** One message to publish. */
export interface PublishEntry {
  /** Empty for a single Publish. */
  readonly id: string;
  /** Beginning of this entry's field names. */
  readonly prefix: string;
  readonly message: string;
  readonly subject: string | undefined;
  readonly attributes: readonly PublishAttribute[];
}

const MEMBER = /^(PublishBatchRequestEntries\.member\.\d+\.)/;

/** Reads the entries; a form without batch members is one entry. */
export function parseEntries(form: Fields): readonly PublishEntry[] {
  if (textOf(form, 'Action') !== 'PublishBatch') return [parseEntry(form, '')];
  const prefixes = new Set<string>();
  for (const name of Object.keys(form)) {
    const prefix = MEMBER.exec(name)?.[1];
    if (prefix !== undefined) prefixes.add(prefix);
  }
  return [...prefixes].map((prefix) => parseEntry(form, prefix));
}

function parseEntry(form: Fields, prefix: string): PublishEntry {
  const at = (name: string): string | undefined => textOf(form, prefix + name);
  const attributes: PublishAttribute[] = [];
  for (let index = 1; ; index += 1) {
    const stem = `MessageAttributes.entry.${index}.`;
    const name = at(`${stem}Name`);
    if (name === undefined) break;
    const value = at(`${stem}Value.StringValue`) ?? at(`${stem}Value.BinaryValue`) ?? '';
    attributes.push({ name, dataType: at(`${stem}Value.DataType`) ?? '', value });
  }
  return {
    id: at('Id') ?? '',
    prefix,
    message: at('Message') ?? '',
    subject: at('Subject'),
    attributes,
  };
}

/** Bytes SNS counts for an entry: message, and name, type and value of each attribute. */
export function entryBytes(entry: PublishEntry): number {
  return entry.attributes.reduce(
    (sum, { name, dataType, value }) =>
      sum +
      Buffer.byteLength(name) +
      Buffer.byteLength(dataType) +
      Buffer.byteLength(value, dataType.startsWith('Binary') ? 'base64' : 'utf8'),
    Buffer.byteLength(entry.message),
  );
}

/** Takes an entry out of the form, so that fauxqs does not publish it. */
export function removeEntry(form: Fields, entry: PublishEntry): void {
  for (const name of Object.keys(form)) if (name.startsWith(entry.prefix)) delete form[name];
}
