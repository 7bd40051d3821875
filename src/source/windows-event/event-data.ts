// EventData written as text (Azure Monitor: JSON in WindowsEvent, XML in SecurityEvent and Event) → an object of its fields.

import { isJsonObject, type JsonObject } from '../../model/index.ts';

const NO_FIELDS: JsonObject = {};

/** Deepest nesting read: as deep as the decoder lets a record be, which sees this text as a string. */
const MAX_DEPTH = 64;

/** Digits of 2^53 - 1: shorter runs are always exact. */
const LONG_DIGITS = /\d{16}/;

/** The fields of an EventData text; none where it is neither a JSON object nor EventData's XML. */
export function parseEventData(text: string): JsonObject {
  const start = text.trimStart();
  if (start.startsWith('{')) return parseJson(start);
  return start.startsWith('<') ? parseXml(start) : NO_FIELDS;
}

function parseJson(text: string): JsonObject {
  try {
    const plain: unknown = JSON.parse(text);
    // Whoever walks the fields may do so by recursion: what nests deeper than a record may says nothing.
    if (!isJsonObject(plain) || isDeeperThan(plain, MAX_DEPTH)) return NO_FIELDS;
    const value: unknown = LONG_DIGITS.test(text) ? JSON.parse(text, keepDigits) : plain;
    return isJsonObject(value) ? value : NO_FIELDS;
  } catch {
    // Cut by a pipeline's size limit, or never JSON: the record stays, its EventData says nothing.
    return NO_FIELDS;
  }
}

/** True where objects and arrays nest deeper than `max`; `{}` is 1. Goes no deeper itself. */
function isDeeperThan(value: unknown, max: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return max === 0 || Object.values(value).some((member) => isDeeperThan(member, max - 1));
}

/** An integer that a double cannot hold comes out as its digits, as the decoder does for records. */
function keepDigits(_key: string, value: unknown, written?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
  const source = written?.source ?? '';
  return /^-?\d+$/.test(source) ? source : value;
}

const DATA_OPEN = '<Data ';
const DATA_CLOSE = '</Data>';

/**
 * Reads `<Data Name="X">value</Data>`, the only form in which Windows writes EventData. One pass of indexOf, so the
 * time is linear whatever the text; entries built by Object.fromEntries, so that `__proto__` is a name like others.
 */
function parseXml(text: string): JsonObject {
  const entries: [string, string][] = [];
  let at = text.indexOf(DATA_OPEN);
  while (at >= 0) {
    const tagEnd = text.indexOf('>', at);
    if (tagEnd < 0) break;
    const tag = text.slice(at, tagEnd);
    const isEmpty = tag.endsWith('/');
    const close = isEmpty ? tagEnd : text.indexOf(DATA_CLOSE, tagEnd);
    if (close < 0) break;
    const name = nameOf(tag);
    const value = isEmpty ? '' : text.slice(tagEnd + 1, close);
    if (name !== undefined) entries.push([unescapeXml(name), unescapeXml(value)]);
    at = text.indexOf(DATA_OPEN, close);
  }
  return Object.fromEntries(entries);
}

function nameOf(tag: string): string | undefined {
  const [, double, single] = /\sName=(?:"([^"]*)"|'([^']*)')/.exec(tag) ?? [];
  return double ?? single;
}

const NAMED_ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

const MAX_CODE_POINT = 0x10ffff;

function unescapeXml(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,4}));/gi, (...match: string[]) => {
    const [whole = '', decimal, hex, name = ''] = match;
    if (decimal !== undefined) return codePointText(Number(decimal), whole);
    if (hex !== undefined) return codePointText(Number.parseInt(hex, 16), whole);
    return NAMED_ENTITIES.get(name.toLowerCase()) ?? whole;
  });
}

function codePointText(codePoint: number, otherwise: string): string {
  return codePoint <= MAX_CODE_POINT ? String.fromCodePoint(codePoint) : otherwise;
}
