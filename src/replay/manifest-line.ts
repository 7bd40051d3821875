// A planned object ⇄ its line in the manifest. What is read is checked: a plan may come from anywhere.

import { isJsonObject, type JsonObject, parseJson } from '../model/index.ts';
import { PlanError } from './errors.ts';
import type { PlannedObject } from './planned-object.ts';

/** Characters of a line, at most: a key of 1,024 bytes, or a path of 4,096, each escaped as JSON at worst. */
export const MAX_LINE_CHARACTERS = 65_536;

const SHOWN_CHARACTERS = 80;

/** The line, with its end. */
export function manifestLine(planned: PlannedObject): string {
  return `${JSON.stringify(planned)}\n`;
}

/** Reads the line of that index. Throws PlanError, which names the line, counted from 1. */
export function parseManifestLine(text: string, index: number, file: string): PlannedObject {
  const bad = (found: string): PlanError =>
    new PlanError(`${file} line ${index + 1}: ${found}; the plan was changed or is damaged`);
  if (text.length > MAX_LINE_CHARACTERS) throw bad(`has ${text.length} characters`);
  const value = parseJson(text);
  if (!isJsonObject(value)) {
    throw bad(`is no JSON object: ${JSON.stringify(text.slice(0, SHOWN_CHARACTERS))}`);
  }
  if (value['index'] !== index) {
    throw bad(`has the index ${JSON.stringify(value['index'])}, expected ${index}`);
  }
  const { size } = value;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw bad(`has the size ${JSON.stringify(size)}, expected bytes`);
  }
  const textOf = (name: string) => {
    const member = value[name];
    if (typeof member === 'string' && member !== '') return member;
    throw bad(`has no ${name}`);
  };
  const modified = textOf('modified');
  if (Number.isNaN(Date.parse(modified))) throw bad(`has no time in modified: ${modified}`);
  if (Object.hasOwn(value, 'path')) return { index, path: textOf('path'), size, modified };
  const object = { index, bucket: textOf('bucket'), key: textOf('key'), etag: textOf('etag') };
  return { ...object, size, modified, ...classOf(value) };
}

function classOf({ storageClass }: JsonObject): { readonly storageClass?: string } {
  return typeof storageClass === 'string' ? { storageClass } : {};
}
