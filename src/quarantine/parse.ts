// A line of a quarantine file → the entry, or why it is none.

import { err, isJsonObject, ok, type RejectionCode, type Result } from '../model/index.ts';
import type { QuarantineEntry, QuarantinePlace } from './entry.ts';

const CODES: Readonly<Record<RejectionCode, true>> = {
  RECORD_NOT_JSON: true,
  RECORD_NOT_OBJECT: true,
  RECORD_TOO_LARGE: true,
  RECORD_TOO_DEEP: true,
};

/** Parses one. The error says what was found and expected. */
export function parseQuarantineLine(line: string): Result<QuarantineEntry, string> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (cause) {
    return err(`is no JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  if (isEntry(value)) return ok(value);
  return err('is no line of a quarantine; expected kind record, pointers or summary');
}

/** What triage reads of each kind is checked; other members may be added by a later version. */
function isEntry(value: unknown): value is QuarantineEntry {
  if (!isJsonObject(value) || typeof value['object'] !== 'string') return false;
  switch (value['kind']) {
    case 'record':
      return isCode(value['code']) && isPlace(value) && isContent(value);
    case 'pointers':
      return (
        isCode(value['code']) &&
        isCount(value['count']) &&
        isPlace(value['first']) &&
        isPlace(value['last'])
      );
    case 'summary':
      return isCount(value['rejected']) && isCount(value['kept']) && isPlace(value['last']);
    default:
      return false;
  }
}

function isContent(value: Readonly<Record<string, unknown>>): boolean {
  const { message, isCut, text, base64 } = value;
  const hasBytes = typeof text === 'string' || typeof base64 === 'string';
  return typeof message === 'string' && typeof isCut === 'boolean' && hasBytes;
}

function isPlace(value: unknown): value is QuarantinePlace {
  if (!isJsonObject(value)) return false;
  return isCount(value['ordinal']) && isCount(value['offset']) && isCount(value['line']);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isCode(value: unknown): boolean {
  return typeof value === 'string' && Object.hasOwn(CODES, value);
}
