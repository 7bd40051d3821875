// The fixed story: 40 attacks among what 60 machines do in 22 minutes, as objects in every layout that shippers write.

import { gzipSync } from 'node:zlib';
import {
  asArray,
  asConcatenated,
  asLines,
  asWrapped,
  bytesOfObject,
  type EventObject,
} from '../../../scripts/gen-events/event-objects.ts';
import type { JsonRecord } from '../../../scripts/gen-events/json.ts';
import { type Draw, drawFor, pick } from '../../../scripts/gen-events/random.ts';
import { type Attack, raids } from './attacks.ts';
import { atMinute, GROUPS, type Group, MINUTES } from './machines.ts';
import { noiseOf } from './noise.ts';
import { recordsOf, type StoryRecord } from './records.ts';

/** An object to be put. */
export interface StoryObject {
  readonly key: string;
  readonly body: Uint8Array;
  /** Records in it, those that cannot be read included. */
  readonly records: number;
  /** Of those: lines that are no JSON. */
  readonly rejected: number;
  /** Cut off by whoever wrote it: it must never pass for scanned. */
  readonly isCutShort: boolean;
}

/** The story: the same on every run and machine. */
export interface Story {
  readonly objects: readonly StoryObject[];
  readonly attacks: readonly Attack[];
}

/** The object that is scanned in hops. */
export const LARGE_KEY = 'large/again.ndjson';

/** One record in so many stands in the object after its own too, as after a shipper's restart. */
const REPEATED = 25;
/** Objects that are there twice, under two keys. */
const TWICE = 6;
/** Share of the bytes that are left of the object that is cut short. */
const LEFT = 0.6;

/**
 * Tells the story.
 * @param groups whose machines it is of; with fewer it is a shorter one of its own
 */
export function tellStory(groups: readonly Group[] = GROUPS): Story {
  const draw = drawFor('chaos objects');
  const all = raids().filter(({ group }) => groups.includes(group));
  const objects = groups.flatMap((group) => objectsOf(group, factsOf(group), draw));
  const twice = objects
    .filter((_, index) => index % Math.ceil(objects.length / TWICE) === 0)
    .map((object) => ({ ...object, key: `again/${object.key}` }));
  return {
    objects: [...objects, ...twice, large(factsOf(LARGE_GROUP)), cutShort(draw), withBrokenLines()],
    attacks: all.flatMap(({ attacks }) => attacks),
  };

  function factsOf(group: Group) {
    return [
      ...noiseOf(group),
      ...all.filter((raid) => raid.group === group).flatMap((raid) => raid.facts),
    ];
  }
}

function objectsOf(
  group: Group,
  facts: Parameters<typeof recordsOf>[1],
  draw: Draw,
): readonly StoryObject[] {
  const minuteOf = ({ timeMs }: StoryRecord) =>
    Math.min(MINUTES - 1, Math.max(0, Math.floor((timeMs - atMinute(0)) / 60_000)));
  const parts: JsonRecord[][] = Array.from({ length: MINUTES }, () => []);
  for (const each of recordsOf(group, facts)) {
    const minute = minuteOf(each);
    parts[minute]?.push(each.record);
    if (draw(1, REPEATED) === 1) parts[(minute + 1) % MINUTES]?.push(each.record);
  }
  return parts.map((records, minute) =>
    objectOf(`${group}/minute-${String(minute).padStart(2, '0')}`, shuffled(records, draw), draw),
  );
}

function objectOf(path: string, records: readonly JsonRecord[], draw: Draw): StoryObject {
  const compression = pick<EventObject['compression']>(draw, ['plain', 'gzip', 'gzip', 'zstd']);
  return {
    key: `${path}.json${compression === 'plain' ? '' : compression === 'gzip' ? '.gz' : '.zst'}`,
    body: bytesOfObject({ path, compression, parts: laidOut(records, draw) }),
    records: records.length,
    rejected: 0,
    isCutShort: false,
  };
}

/** Lines most often, also in two gzip members; arrays, wrapped, one after the other. */
function laidOut(records: readonly JsonRecord[], draw: Draw): EventObject['parts'] {
  const half = Math.floor(records.length / 2);
  switch (draw(0, 5)) {
    case 0:
      return [asArray(records)];
    case 1:
      return [asWrapped(records)];
    case 2:
      return [asConcatenated(records)];
    case 3:
      return [asLines(records.slice(0, half)), asLines(records.slice(half))];
    default:
      return [asLines(records)];
  }
}

/** Quiet records of a group, which are in no other object. */
function quietRecords(second: number): readonly JsonRecord[] {
  return recordsOf('sentinelone', noiseOf('sentinelone'))
    .filter(({ timeMs }) => timeMs < atMinute(2))
    .map(({ record }) => ({
      ...record,
      'event.id': `quiet ${second} ${JSON.stringify(record).length}`,
    }));
}

/** Above the size from which an object is claimed, and scanned in hops where its time is short. */
const LARGE_BYTES = 9_000_000;
const FILLER_BYTES = 20_000;
const LARGE_GROUP: Group = 'elastic-clients';

/** All that a group has in other objects, once more, between records with a lot of text. */
function large(facts: Parameters<typeof recordsOf>[1]): StoryObject {
  const fillers = Math.ceil(LARGE_BYTES / FILLER_BYTES);
  const [quiet = {}] = quietRecords(3);
  const again = recordsOf(LARGE_GROUP, facts).map(({ record }) => record);
  const each = Math.ceil(again.length / fillers);
  const records = Array.from({ length: fillers }, (_, index) => [
    ...again.slice(index * each, (index + 1) * each),
    { ...quiet, 'event.id': `filler ${index}`, filler: 'x'.repeat(FILLER_BYTES) },
  ]).flat();
  return {
    key: LARGE_KEY,
    body: Buffer.from(asLines(records)),
    records: records.length,
    rejected: 0,
    isCutShort: false,
  };
}

function cutShort(draw: Draw): StoryObject {
  const records = shuffled(quietRecords(1), draw);
  const whole = gzipSync(asLines(records));
  const body = whole.subarray(0, Math.floor(whole.length * LEFT));
  return { key: 'broken/cut-short.json.gz', body, records: 0, rejected: 0, isCutShort: true };
}

function withBrokenLines(): StoryObject {
  const lines = asLines(quietRecords(2)).split('\n').slice(0, 40);
  const broken = ['{"event.type": "IP Conn', '{"a": }', '{]'];
  const text = [...lines.slice(0, 20), ...broken, ...lines.slice(20)].join('\n');
  return {
    key: 'broken/lines.json',
    body: Buffer.from(`${text}\n`),
    records: lines.length + broken.length,
    rejected: broken.length,
    isCutShort: false,
  };
}

/** Fisher and Yates. */
export function shuffled<T>(items: readonly T[], draw: Draw): readonly T[] {
  const left = [...items];
  const taken: T[] = [];
  while (left.length > 0) taken.push(...left.splice(draw(0, left.length - 1), 1));
  return taken;
}
