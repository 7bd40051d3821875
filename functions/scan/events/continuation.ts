// What a scan left of an object ↔ the message that asks for the next hop. Read as untrusted as any other: whoever may send to
// the queue can write one.

import type {
  Balance,
  Compression,
  DecodePosition,
  RecordShape,
} from '../../../src/model/index.ts';
import { leaksOf, sumCounts } from '../../../src/pipeline/index.ts';
import type { ScanCounts } from '../../../src/model/index.ts';
import type { Continuation, ObjectRef, Request } from './delivery.ts';
import { asObject, own, ownArray, ownObject, ownText, type Unknowns } from './guards.ts';

/** Hops of one object, at most (docs/adr/0090). */
export const MAX_HOPS = 20;

/** Characters of a finding's id that tell it from an object's others: 72 bits. */
export const FOUND_CHARACTERS = 12;

/** Findings of an object that its hops tell each other of. */
export const MAX_FOUND = 8_000;

/** The member that tells the shape, and its value. */
const SHAPE_KEY = 'sigma-lambda';
const SHAPE = 'continuation';

const COMPRESSIONS: readonly Compression[] = ['plain', 'gzip', 'zstd'];
const SHAPES: readonly RecordShape[] = ['empty', 'ndjson', 'array', 'wrapped', 'concatenated'];
const BALANCED: readonly Balance['of'][] = ['records', 'matches', 'findings', 'tellings'];
const FOUND = new RegExp(`^(?:[\\w-]{${FOUND_CHARACTERS}}){0,${MAX_FOUND}}$`);

/** An object whose bytes are sure to be the same at the next hop. */
export type PinnedRef = ObjectRef & { readonly etag: string; readonly size: number };

/** The message's body. `note` is for people who find it in the failure queue. */
export function writeContinuation(
  { bucket, key, versionId, etag, size }: PinnedRef,
  continuation: Continuation,
  note: string,
): string {
  const object = { bucket, key, ...(versionId !== undefined && { versionId }), etag, size };
  return JSON.stringify({ [SHAPE_KEY]: SHAPE, note, object, ...continuation });
}

/** The request of a message; undefined where the value is of another shape. */
export function parseContinuation(value: unknown): readonly Request[] | undefined {
  const message = asObject(value);
  if (ownText(message, SHAPE_KEY) !== SHAPE) return undefined;
  const problems: string[] = [];
  const read = new Reader(message ?? {}, problems);
  const object = read.object();
  const continuation = read.continuation();
  problems.push(...contradictions(object, continuation));
  if (problems.length === 0) return [{ kind: 'scan', object, continuation }];
  const place = JSON.stringify(`s3://${object.bucket}/${object.key}`);
  return [
    { kind: 'fault', message: `the rest of ${place} cannot be asked for: ${problems.join('; ')}` },
  ];
}

/** What no scan of ours would say: numbers that do not belong together. */
function contradictions(
  { size }: PinnedRef,
  { position, readBytes, counts, balances }: Continuation,
): readonly string[] {
  const { storedOffset, unitOffset, offset, ordinal } = position;
  const balanced = balances.filter(({ of }) => of === 'records').map(({ total }) => total);
  const checks: readonly (readonly [boolean, string])[] = [
    [storedOffset <= size, `storedOffset ${storedOffset} is behind the object's ${size} bytes`],
    [readBytes <= size, `readBytes ${readBytes} is behind the object's ${size} bytes`],
    [
      unitOffset <= offset || position.shape !== 'ndjson',
      `unitOffset ${unitOffset} is behind ${offset}`,
    ],
    [ordinal === counts.records, `ordinal ${ordinal} is not the ${counts.records} records counted`],
    [
      balanced.length === 1 && balanced[0] === ordinal,
      `balances are of ${balanced.join(' and ') || 'no'} records, ordinal is ${ordinal}`,
    ],
    [
      new Set(balances.map(({ of }) => of)).size === balances.length,
      `balances are of ${balances.map(({ of }) => of).join(', ')}; expected each once`,
    ],
  ];
  const found = checks.filter(([isSound]) => !isSound).map(([, text]) => text);
  return [...found, ...leaksOf(balances)];
}

/** Reads members, and notes what is wrong: found and expected. A class because all of that goes to one place. */
class Reader {
  readonly #message: Unknowns;
  readonly #problems: string[];

  constructor(message: Unknowns, problems: string[]) {
    this.#message = message;
    this.#problems = problems;
  }

  object(): PinnedRef {
    const object = ownObject(this.#message, 'object');
    const versionId = ownText(object, 'versionId');
    return {
      bucket: this.#text(object, 'bucket'),
      key: this.#text(object, 'key'),
      ...(versionId !== undefined && { versionId }),
      etag: this.#text(object, 'etag'),
      size: this.#count(object, 'size'),
    };
  }

  continuation(): Continuation {
    const message = this.#message;
    const hop = this.#count(message, 'hop');
    if (hop < 2 || hop > MAX_HOPS) this.#note('hop', hop, `2 to ${MAX_HOPS}`);
    const found = own(message, 'found');
    const isFound = typeof found === 'string' && FOUND.test(found);
    if (!isFound) this.#note('found', typeof found, `ids of ${FOUND_CHARACTERS} characters`);
    return {
      tenant: this.#text(message, 'tenant'),
      ruleset: this.#text(message, 'ruleset'),
      hop,
      position: this.#position(ownObject(message, 'position')),
      readBytes: this.#count(message, 'readBytes'),
      counts: this.#counts(ownObject(message, 'counts')),
      balances: this.#balances(ownArray(message, 'balances')),
      found: isFound ? found : '',
    };
  }

  #position(position: Unknowns | undefined): DecodePosition {
    return {
      compression: this.#choice(position, 'compression', COMPRESSIONS),
      shape: this.#choice(position, 'shape', SHAPES),
      storedOffset: this.#count(position, 'storedOffset'),
      unitOffset: this.#count(position, 'unitOffset'),
      offset: this.#count(position, 'offset'),
      line: this.#count(position, 'line'),
      ordinal: this.#count(position, 'ordinal'),
    };
  }

  /**
   * Every count that a scan has, of its type, and no other. One that is missing is zero: the hop before was of a release that
   * did not count it yet.
   */
  #counts(counts: Unknowns | undefined): ScanCounts {
    const none = sumCounts([]);
    const read = Object.entries(none).map(([name, zero]) => {
      const found = own(counts, name);
      if (found === undefined) return [name, zero];
      if (typeof zero === 'number') return [name, this.#count(counts, name)];
      return [name, this.#named(asObject(found), name)];
    });
    return { ...none, ...Object.fromEntries(read) };
  }

  #balances(balances: readonly unknown[] | undefined): readonly Balance[] {
    if (balances === undefined) this.#note('balances', undefined, 'a list');
    return (balances ?? []).map((value) => {
      const balance = asObject(value);
      return {
        of: this.#choice(balance, 'of', BALANCED),
        total: this.#count(balance, 'total'),
        parts: this.#named(ownObject(balance, 'parts'), 'parts'),
      };
    });
  }

  #named(counts: Unknowns | undefined, name: string): Readonly<Record<string, number>> {
    if (counts === undefined) this.#note(name, undefined, 'counts by name');
    // No prototype: names are of logs, and `__proto__` is one.
    const named: Record<string, number> = Object.create(null);
    for (const key of Object.keys(counts ?? {})) named[key] = this.#count(counts, key);
    return named;
  }

  #choice<C extends string>(holder: Unknowns | undefined, name: string, choices: readonly C[]): C {
    const found = own(holder, name);
    const chosen = choices.find((choice) => choice === found);
    if (chosen === undefined) this.#note(name, found, choices.join(', '));
    return chosen ?? (choices[0] as C);
  }

  #text(holder: Unknowns | undefined, name: string): string {
    const found = ownText(holder, name);
    if (found === undefined) this.#note(name, own(holder, name), 'a text');
    return found ?? '';
  }

  #count(holder: Unknowns | undefined, name: string): number {
    const found = own(holder, name);
    if (typeof found === 'number' && Number.isSafeInteger(found) && found >= 0) return found;
    this.#note(name, found, 'a whole number from 0');
    return 0;
  }

  #note(name: string, found: unknown, expected: string): void {
    const text = JSON.stringify(found) ?? 'missing';
    this.#problems.push(`${name.slice(0, 40)} is ${text.slice(0, 80)}; expected ${expected}`);
  }
}
