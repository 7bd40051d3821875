// What a listing says of objects → whether they can be read, and what their sizes cost.

import type { ListedObject } from '../../ports/index.ts';
import { number, plural } from '../plural.ts';
import { type Check, ok, problem, warning } from './check.ts';
import type { RecentObjects } from './recent-objects.ts';

/** Classes that must be restored before they are read. */
const ARCHIVED = ['GLACIER', 'DEEP_ARCHIVE'];
/** Classes whose reading is charged by the GB: us-east-1, docs/cost.md. */
const CHARGED = ['STANDARD_IA', 'ONEZONE_IA', 'GLACIER_IR'];
/** Below this a TB of logs is millions of objects, whose requests cost more than what is in them. */
const SMALL_BYTES = 64_000;
/** Above this an object is no longer scanned in one run of the function. */
const LARGE_BYTES = 1e9;
const DAY_MS = 86_400_000;

/** Checks `objects`, `storage class` and `sizes`. */
export function checkObjects(found: RecentObjects, nowMs: number): readonly Check[] {
  const objects = found.listed.filter(({ size }) => size > 0);
  if (objects.length === 0) {
    return [
      warning('objects', {
        found: 'no object, or only empty ones',
        expected: 'logs',
        action: 'look at the prefix, and at the export of the EDR',
      }),
    ];
  }
  return [checkAge(objects, found, nowMs), ...checkClasses(objects), checkSizes(objects)];
}

function checkAge(
  objects: readonly ListedObject[],
  { isExact, folders }: RecentObjects,
  nowMs: number,
): Check {
  const newestMs = Math.max(...objects.map(({ modifiedMs }) => modifiedMs));
  const looked = isExact
    ? `all ${plural(objects.length, 'object')}`
    : `${plural(objects.length, 'object')} of more, those of the last folders by name: ${folders.join(', ')}. S3 lists by key: newer ones may stand elsewhere`;
  const found = `the newest is of ${new Date(newestMs).toISOString()}; looked at ${looked}`;
  if (nowMs - newestMs <= DAY_MS) return ok('objects', found);
  return warning('objects', {
    found,
    expected: 'one of the last 24 hours',
    action: isExact
      ? 'look at the export of the EDR'
      : 'give the prefix of today, for example s3://BUCKET/2026/11/20/',
  });
}

function checkClasses(objects: readonly ListedObject[]): readonly Check[] {
  const counts = Map.groupBy(objects, ({ storageClass }) => storageClass);
  const words = [...counts].map(([name, of]) => `${name}: ${number(of.length)}`).join(', ');
  const archived = ARCHIVED.filter((name) => counts.has(name));
  if (archived.length > 0) {
    return [
      problem('storage class', {
        found: words,
        expected: 'no object in an archive class: it cannot be read before it is restored',
        action:
          'new objects are scanned before a lifecycle rule moves them, if it waits a day; restore older ones before a replay (aws s3api restore-object)',
      }),
    ];
  }
  if (CHARGED.some((name) => counts.has(name)) || counts.has('INTELLIGENT_TIERING')) {
    return [
      warning('storage class', {
        found: words,
        expected: 'STANDARD for objects that are still to be scanned',
        action:
          'reading is charged by the GB (docs/cost.md); INTELLIGENT_TIERING may have moved old ones to an archive tier, which refuses',
      }),
    ];
  }
  return [ok('storage class', words)];
}

function checkSizes(objects: readonly ListedObject[]): Check {
  const sizes = objects.map(({ size }) => size).toSorted((a, b) => a - b);
  const sum = sizes.reduce((total, size) => total + size, 0);
  const largest = sizes.at(-1) ?? 0;
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  const average = sum / sizes.length;
  const found = `${plural(sizes.length, 'object')}: average ${bytes(average)}, median ${bytes(median)}, largest ${bytes(largest)}`;
  if (average < SMALL_BYTES) {
    return warning('sizes', {
      found,
      expected: `${bytes(SMALL_BYTES)} or more on average, best 1 to 64 MB`,
      action:
        'have the exporter write larger batches: requests by object cost more than their content (docs/cost.md)',
    });
  }
  if (largest <= LARGE_BYTES) return ok('sizes', found);
  return warning('sizes', {
    found,
    expected: `at most ${bytes(LARGE_BYTES)}, which one run reads`,
    action:
      'larger ones go on by the queue, in up to 20 runs; with the trigger direct they fail (docs/design/hops.md)',
  });
}

function bytes(count: number): string {
  if (count < 1_000) return `${Math.round(count)} bytes`;
  if (count < 1e6) return `${(count / 1e3).toFixed(1)} KB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(1)} GB`;
}
