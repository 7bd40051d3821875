// Offers, partial matches and connections that ask for them ↔ entries of a segment: a name and a text.

import {
  getOwn,
  isHeld,
  isJsonObject,
  type JsonValue,
  type Offer,
  parseJson,
  type WrittenOffer,
} from '../model/index.ts';
import type { JoinKey, KeyOffers, OpenConnection, PartialPut } from '../ports/index.ts';
import { SegmentError } from './errors.ts';
import { readCountName } from './count-name.ts';
import { groupName, startName } from './names.ts';

/** What is kept under a name. */
export interface SegmentEntry {
  readonly name: string;
  readonly text: string;
}

/** A connection that waits, and the names that it asks for: of starts, and of groups of partial matches. */
export interface Asking {
  readonly connection: OpenConnection;
  readonly names: readonly string[];
}

/** What was kept: who asks, and what they ask for. */
export interface Found {
  readonly starts: readonly KeyOffers[];
  readonly partials: readonly PartialPut[];
  readonly asking: readonly Asking[];
}

/** What is offered under one key, written. */
export interface StartOffers {
  readonly key: JoinKey;
  readonly offers: readonly WrittenOffer[];
}

/** The entry of offers. */
export function startEntry({ key, offers }: StartOffers): SegmentEntry {
  return { name: startName(key), text: `[${offers.map(({ text }) => text).join(',')}]` };
}

/** The entry of a partial match. Of evidence that is still to be made it has what that is made of, where a text would stand. */
export function partialEntry({ group, part, keepMs, dueMs }: PartialPut): SegmentEntry {
  const { rule, eventId, timeMs, source, values, evidence } = part;
  const json = isHeld(evidence) ? evidence : JSON.stringify(evidence);
  const before = JSON.stringify([rule, eventId, timeMs, source, values]).slice(0, -1);
  const text = `${before},${json},${keepMs},${dueMs ?? null}]`;
  return { name: groupName(group), text };
}

/** Entries of a connection: one under each name that it asks for. */
export function askingEntries({ connection, names }: Asking): readonly SegmentEntry[] {
  const { ref, keys, body, dueMs } = connection;
  const ofKeys = keys.map(({ source, key }) => [source, key]);
  const text = JSON.stringify({ ask: [ref, ofKeys, body, dueMs, names] });
  return names.map((name) => ({ name, text }));
}

/** The entry by which it is judged once its time has come: of each connection one. */
export function dueEntry({ name, text }: SegmentEntry): SegmentEntry | undefined {
  const [asking] = foundIn([{ name, text }]).asking;
  if (asking?.names[0] !== name) return undefined;
  const { tenant, ref } = asking.connection;
  return { name: JSON.stringify(['d', tenant, ref]), text };
}

/** What entries hold. Throws {@link SegmentError} for one that we did not write; what it holds is not quoted. */
export function foundIn(entries: readonly SegmentEntry[]): Found {
  const starts: KeyOffers[] = [];
  const partials: PartialPut[] = [];
  const asking: Asking[] = [];
  for (const { name, text } of entries) {
    if (name.startsWith('["n",')) {
      partials.push(...countedOf(name, text));
      continue;
    }
    const [kind, tenant, ...rest] = listOf(parseJson(name)).map(textOf);
    const [first, second] = rest;
    if (tenant === undefined || first === undefined) throw unreadable('a name that says of whom');
    const value = parseJson(text);
    if (isJsonObject(value)) asking.push(askingOf(listOf(getOwn(value, 'ask')), tenant));
    else if (kind === 'k' && second !== undefined) {
      const key = { tenant, source: first, key: second };
      starts.push({ key, offers: listOf(value).map(offerOf) });
    } else if (kind === 'g') {
      const group = { tenant, correlation: first, values: rest.slice(1) };
      partials.push({ group, ...partialOf(listOf(value)) });
    } else throw unreadable('a start or a group');
  }
  return { starts, partials, asking };
}

/** A partial match that counts; none where all of a group are asked for (count-entries.ts). */
function countedOf(name: string, text: string): readonly PartialPut[] {
  const counted = readCountName(name);
  const [, values, ...kept] = listOf(parseJson(text));
  if (counted === undefined) throw unreadable('a group that is counted');
  if (values === undefined) return [];
  const { tenant, correlation } = counted;
  const group = { tenant, correlation, values: listOf(values).map(textOf) };
  return [{ group, ...partialOf(kept) }];
}

function askingOf(kept: readonly JsonValue[], tenant: string): Asking {
  const [ref, keys, body, dueMs, names] = kept;
  const keyOf = (pair: JsonValue) => {
    const [source, key] = listOf(pair).map(textOf);
    if (source === undefined || key === undefined) throw unreadable('a key');
    return { tenant, source, key };
  };
  return {
    connection: {
      tenant,
      ref: textOf(ref),
      keys: listOf(keys).map(keyOf),
      body: textOf(body),
      dueMs: numberOf(dueMs),
    },
    names: listOf(names).map(textOf),
  };
}

function offerOf(one: JsonValue): Offer {
  const [head, timeMs = null, values] = listOf(one);
  return { head: textOf(head), timeMs: timeOf(timeMs), values: listOf(values).map(fieldOf) };
}

function fieldOf(pair: JsonValue): Offer['values'][number] {
  const [field, value = null] = listOf(pair);
  return [textOf(field), value];
}

function partialOf(kept: readonly JsonValue[]): Omit<PartialPut, 'group'> {
  const [rule, eventId, timeMs, source, values, evidence, keepMs, dueMs = null] = kept;
  const due = timeOf(dueMs);
  return {
    part: {
      rule: textOf(rule),
      eventId: textOf(eventId),
      timeMs: numberOf(timeMs),
      source: textOf(source),
      values: listOf(values).map((one) => (typeof one === 'number' ? one : textOf(one))),
      evidence: evidenceOf(evidence),
    },
    keepMs: numberOf(keepMs),
    ...(due !== null && { dueMs: due }),
  };
}

/** Of one that is still to be made, what it is made of must be there: whoever makes it would stop at each run. */
function evidenceOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  const text = JSON.stringify(value) ?? '';
  const { held = null, record = null } = isJsonObject(value) ? value : {};
  if (!isHeld(text) || !isJsonObject(held) || !isJsonObject(record)) throw unreadable('evidence');
  textOf(getOwn(held, 'object'));
  numberOf(getOwn(held, 'ordinal'));
  numberOf(getOwn(held, 'offset'));
  return text;
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  if (Array.isArray(value)) return value;
  throw unreadable('a list');
}

function textOf(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  throw unreadable('a text');
}

function numberOf(value: JsonValue | undefined): number {
  if (typeof value === 'number') return value;
  throw unreadable('a number');
}

function timeOf(value: JsonValue): number | null {
  return value === null ? null : numberOf(value);
}

function unreadable(expected: string): SegmentError {
  return new SegmentError(`an entry is not as it was written: expected ${expected}`);
}
