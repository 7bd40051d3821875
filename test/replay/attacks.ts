// A number of objects and a seed → gzip objects of logs: the sample story and invented attacks, dealt over them, and much noise.
//
//   start ─ connection ─ image load     of one attack lie in different objects: in this order, or the other way round

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { generateLogs } from '../../bench/generator.ts';
import { asLines } from '../../scripts/gen-events/event-objects.ts';
import { type Draw, drawFor } from '../../scripts/gen-events/random.ts';
import { fileObject, findFiles } from '../../src/adapters/local/index.ts';
import { decodeObject, parseRecord } from '../../src/decode/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import { CONNECTION, flat } from '../source/records.ts';

const EVENTS = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'events');
const START_MS = Date.UTC(2026, 10, 20, 6);
const MINUTE_MS = 60_000;
const SCAN = 'C:\\Users\\al\\scan.exe';
/** Hosts of a fan-out: more than its rule asks for. */
const FANNED_OUT = 12;
/** In a thousand records of attacks, so many are delivered twice. */
const TWICE_PER_MILLE = 100;

/** How many objects, and what is in them. */
export interface LogsOptions {
  readonly objects: number;
  readonly attacks: number;
  readonly seed: number;
  /** Of each object, before compression. @default 8,000 */
  readonly noiseBytes?: number;
}

/** An object. */
export interface LogObject {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Records that belong together, in the order of their times; each part goes to an object of its own. */
type Parts = readonly (readonly JsonObject[])[];

/** What of an attack is its own. */
interface Attack {
  readonly number: number;
  readonly hostname: string;
  readonly guid: string;
  readonly startMs: number;
}

/** Kinds of attacks, and what is found of each. */
const KINDS: readonly ((attack: Attack) => Parts)[] = [
  // Long before its connection: of the untrusted program, with the command line that the start alone has.
  (one) => [[start(one, -120)], [connection(one, 0)]],
  // A renamed shell: its original name stands in its start alone.
  (one) => [[start(one, -120, { OriginalFileName: 'PowerShell.EXE' })], [connection(one, 0)]],
  // Seconds before its connection: the sequence as well.
  (one) => [[start(one, -0.2)], [connection(one, 0)]],
  // Many hosts: a fan-out that no object holds enough of.
  (one) => {
    const all = Array.from({ length: FANNED_OUT }, (_, index) =>
      connection(one, index / 10, { DestinationIp: `192.0.2.${100 + index}` }, index),
    );
    return [all.slice(0, 4), all.slice(4, 8), all.slice(8)];
  },
  // Signed by a third party, as a third object says: nothing is found.
  (one) => [[start(one, -120)], [ownImage(one, -119)], [connection(one, 0)]],
  // Its own log does not name the program.
  (one) => [[start(one, -120)], [connection(one, 0, { Image: '<unknown process>' })]],
];

/** Makes them; the same for the same options. */
export async function replayLogs(options: LogsOptions): Promise<readonly LogObject[]> {
  const { objects, attacks, seed, noiseBytes = 8_000 } = options;
  const draw = drawFor(`replayed logs ${seed}`);
  const dealt = Array.from({ length: objects }, (): JsonObject[] => []);
  const deal = (record: JsonObject, index: number) => dealt[index]?.push(record);
  for (const record of await storyRecords()) deal(record, draw(0, objects - 1));
  for (let number = 0; number < attacks; number++) dealAttack(number, objects, draw, deal);
  return dealt.map((records, index) => {
    const noise = Buffer.concat([...generateLogs(noiseBytes, seed + index)]);
    const text = `${noise}${asLines(records)}`;
    const name = `day-${index % 7}/${String(index).padStart(5, '0')}.json.gz`;
    return { name, bytes: gzipSync(text, { level: 1 }) };
  });
}

/** The parts in objects of their own, by turns in the order of their times and the other way round. */
function dealAttack(
  number: number,
  objects: number,
  draw: Draw,
  deal: (record: JsonObject, index: number) => void,
): void {
  const attack: Attack = {
    number,
    hostname: `ATK-${number}.example.com`,
    guid: `{0A97231E-9BE6-6934-5301-${number.toString(16).padStart(12, '0')}}`,
    startMs: START_MS + number * 7 * MINUTE_MS,
  };
  const parts = KINDS[number % KINDS.length]?.(attack) ?? [];
  const places = new Set<number>();
  while (places.size < Math.min(parts.length, objects)) places.add(draw(0, objects - 1));
  const isBackward = Math.floor(number / KINDS.length) % 2 === 1;
  const order = [...places].sort((a, b) => (isBackward ? b - a : a - b));
  parts.forEach((records, index) => {
    const place = order[index % order.length] ?? 0;
    for (const record of records) {
      deal(record, place);
      if (draw(1, 1_000) <= TWICE_PER_MILLE) deal(record, draw(0, objects - 1));
    }
  });
}

function connection(attack: Attack, minutes: number, data: JsonObject = {}, nth = 0): JsonObject {
  return recordOf(3, attack, minutes, { ...CONNECTION, Image: SCAN, ...data }, 10 + nth);
}

function start(attack: Attack, minutes: number, data: JsonObject = {}): JsonObject {
  const said = { Image: SCAN, CommandLine: `scan.exe /t ${attack.number}` };
  const process = { ProcessId: '7520', OriginalFileName: 'scan.exe' };
  return recordOf(1, attack, minutes, { ...process, ...said, ...data }, 1);
}

function ownImage(attack: Attack, minutes: number): JsonObject {
  const signature = { Signed: 'true', Signature: 'Example Backup Ltd', SignatureStatus: 'Valid' };
  const process = { ProcessId: '7520', Image: SCAN, ImageLoaded: SCAN };
  return recordOf(7, attack, minutes, { ...process, ...signature }, 2);
}

function recordOf(
  eventId: number,
  { hostname, guid, startMs, number }: Attack,
  minutes: number,
  data: JsonObject,
  nth: number,
): JsonObject {
  const time = new Date(startMs + minutes * MINUTE_MS).toISOString();
  const utc = time.replace('T', ' ').replace('Z', '');
  return flat(
    eventId,
    { ...data, ProcessGuid: guid, UtcTime: utc },
    { '@timestamp': time, TimeCreated: time, Hostname: hostname, RecordNumber: number * 100 + nth },
  );
}

/** All records of the sample objects: of each source, some damaged ones left out. */
async function storyRecords(): Promise<readonly JsonObject[]> {
  const { signal } = new AbortController();
  const records: JsonObject[] = [];
  for (const { path, size } of findFiles(EVENTS).files) {
    for await (const item of decodeObject(fileObject(path, size, signal).open())) {
      if (item.kind !== 'batch') continue;
      for (let index = 0; index < item.batch.count; index++) {
        const parsed = parseRecord(item.batch, index);
        if (parsed.ok) records.push(parsed.value);
      }
    }
  }
  return records;
}
