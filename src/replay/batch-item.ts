// An item of a batch → the planned object that it names, or what is wrong with it: such a line fails itself, and not its batch.

import { createHash } from 'node:crypto';
import { isJsonObject } from '../model/index.ts';
import { PlanError } from './errors.ts';
import { parseManifestLine } from './manifest-line.ts';
import { MANIFEST_FILE } from './plan.ts';
import type { PlannedObject } from './planned-object.ts';

/** A line of the manifest that names no object. */
export interface UnreadableItem {
  /** Its own; of one that says none a negative number, the same for the same text. */
  readonly index: number;
  /** What is known of it. */
  readonly object: string;
  /** What is wrong with it. */
  readonly fault: string;
}

/** What a batch is made of. */
export type BatchItem = PlannedObject | UnreadableItem;

const SHOWN_CHARACTERS = 200;
/** Hex digits that are a safe integer. */
const DIGITS = 12;

/** Reads it. */
export function parseBatchItem(item: unknown): BatchItem {
  const text = JSON.stringify(item) ?? 'nothing';
  const { index, bucket, key } = isJsonObject(item) ? item : {};
  const object =
    typeof bucket === 'string' && typeof key === 'string'
      ? `s3://${bucket}/${key}`
      : `${MANIFEST_FILE}: ${text.slice(0, SHOWN_CHARACTERS)}`;
  if (typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) {
    const found = JSON.stringify(index) ?? 'nothing';
    const fault = `a line of ${MANIFEST_FILE} has the index ${found.slice(0, SHOWN_CHARACTERS)}, expected a whole number; the plan was changed or is damaged`;
    return { index: numberOf(text), object, fault };
  }
  try {
    return parseManifestLine(text, index, MANIFEST_FILE);
  } catch (error) {
    if (error instanceof PlanError) return { index, object, fault: error.message };
    throw error;
  }
}

function numberOf(text: string): number {
  const hash = createHash('sha256').update(text).digest('hex');
  return -1 - Number.parseInt(hash.slice(0, DIGITS), 16);
}
