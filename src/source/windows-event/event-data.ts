// EventData written as text (Azure Monitor: JSON in WindowsEvent, XML in SecurityEvent and Event) → an object of its fields.

import type { JsonObject } from '../../model/index.ts';
import { parseJsonText } from '../json-text.ts';

const NO_FIELDS: JsonObject = {};

/** The fields of an EventData text; none where it is neither a JSON object nor EventData's XML. */
export function parseEventData(text: string): JsonObject {
  const start = text.trimStart();
  if (start.startsWith('{')) return parseJsonText(start);
  return start.startsWith('<') ? parseXml(start) : NO_FIELDS;
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
