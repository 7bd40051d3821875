// A deployment's segment bucket → whether scan and settle have the same, whether it is emptied, and what waits in it.

import type { BucketExpiry, BucketInspector, ListedObject } from '../../ports/index.ts';
import { number, plural } from '../plural.ts';
import { type Check, ifKnown, ok, problem, warning } from './check.ts';
import type { Deployment } from './deployment.ts';
import { listAll } from './recent-objects.ts';

const NAME = 'SIGMA_LAMBDA_SEGMENT_BUCKET';
/** Where the files lie; functions/shared/segments.ts spells it too. */
const PREFIX = 'starts/';
/** Of files; src/segments/file-names.ts has it too. */
export const MAX_LEVEL = 5;
const LEVELS = Array.from({ length: MAX_LEVEL + 1 }, (_, level) => level);

/** What is of use longest is for 36 hours; a day less, and connections go before they are judged. */
const LEAST_DAYS = 2;
/** As the alarm segments-waiting. */
const LATE_MS = 15 * 60_000;
/** Pages of a listing, of a thousand each. */
const MAX_PAGES = 5;
const PAGE_KEYS = 1_000;

/** Checks `segment bucket`, `segment lifecycle`, `segment files` and `segment files put aside`. */
export async function checkSegments(
  { scan, settle, account }: Deployment,
  bucketNamed: (name: string) => BucketInspector,
  nowMs: number,
): Promise<readonly Check[]> {
  const written = scan?.environment[NAME];
  const name = settle?.environment[NAME];
  if (name === undefined) return written === undefined ? [] : [apart(written, 'none')];
  if (written !== undefined && written !== name) return [apart(written, name)];
  const bucket = bucketNamed(name);
  const [region, lifecycle] = await Promise.all([
    bucket.region(account || undefined),
    bucket.lifecycle(),
  ]);
  if (region.kind === 'unknown' && /^(?:HTTP 404|NotFound|NoSuchBucket)$/.test(region.code)) {
    return [gone(name)];
  }
  const use = written === undefined ? 'scans keep starts in the table' : 'scans keep starts there';
  return [
    ...ifKnown('segment bucket', region, 's3:ListBucket on the bucket', () => [
      ok('segment bucket', `${name}: ${use}`),
    ]),
    ...ifKnown('segment lifecycle', lifecycle, 's3:GetLifecycleConfiguration', (rules) => [
      checkLifecycle(rules),
    ]),
    ...(await checkFiles(bucket, nowMs)),
  ];
}

function apart(written: string, read: string): Check {
  return problem('segment bucket', {
    found: `scan writes to ${written}, settle reads ${read}`,
    expected: 'one bucket: settle merges what scans write',
    action: 'deploy again: the last deployment ended amid',
  });
}

function gone(name: string): Check {
  return problem('segment bucket', {
    found: `there is no bucket ${name}`,
    expected: 'it: scans that have starts fail without, and settle',
    action: 'deploy the stack of what is kept again',
  });
}

/** Levels by the rules that are on and remove their files. */
function checkLifecycle(rules: readonly BucketExpiry[]): Check {
  const daysOf = (level: number) =>
    rules
      .filter(({ prefix, isEnabled }) => isEnabled && `${PREFIX}${level}/`.startsWith(prefix))
      .map(({ days }) => days);
  const least = Math.min(...LEVELS.flatMap(daysOf));
  if (least < LEAST_DAYS) {
    return problem('segment lifecycle', {
      found: `files are removed after ${plural(least, 'day')}`,
      expected: `${LEAST_DAYS} days: connections wait there until they are judged`,
      action: 'remove the rule that somebody added, or deploy the stack of what is kept again',
    });
  }
  const kept = LEVELS.filter((level) => daysOf(level).length === 0);
  if (kept.length === 0) return ok('segment lifecycle', `removes files after ${least} days`);
  const which = kept.length === LEVELS.length ? `0–${MAX_LEVEL}` : kept.join(', ');
  return warning('segment lifecycle', {
    found: `no rule for levels ${which}: files that nobody merges, which are raw logs, stay for ever`,
    expected: `a rule that removes ${PREFIX}LEVEL/ after ${LEAST_DAYS} days`,
    action: 'deploy the stack of what is kept again: somebody changed the bucket',
  });
}

async function checkFiles(bucket: BucketInspector, nowMs: number): Promise<readonly Check[]> {
  const [fresh, broken] = await Promise.all(
    [`${PREFIX}0/`, `${PREFIX}broken/`].map((prefix) => listAll(bucket, prefix, MAX_PAGES)),
  );
  if (fresh === undefined || broken === undefined) return [];
  return [
    ...ifKnown('segment files', fresh, 's3:ListBucket', ({ objects, isCut }) => [
      checkWaiting(objects, isCut, nowMs),
    ]),
    ...(broken.kind === 'known' && broken.value.objects.length > 0
      ? [putAside(broken.value.objects)]
      : []),
  ];
}

function checkWaiting(files: readonly ListedObject[], isCut: boolean, nowMs: number): Check {
  if (files.length === 0) return ok('segment files', 'none waits to be merged');
  const ageMs = nowMs - Math.min(...files.map(({ modifiedMs }) => modifiedMs));
  const age = `the oldest ${isCut ? 'of these ' : ''}for ${number(Math.round(ageMs / 1_000))} s`;
  const count = isCut
    ? `more than ${number(MAX_PAGES * PAGE_KEYS)} files wait`
    : `${plural(files.length, 'file')} ${files.length === 1 ? 'waits' : 'wait'}`;
  const found = `${count}, ${age}`;
  if (!isCut && ageMs <= LATE_MS) return ok('segment files', found);
  return problem('segment files', {
    found,
    expected: 'merged within a minute or two: connections find their starts as much later',
    action: 'settle does not keep up, or does not run: docs/runbook.md#segments-waiting',
  });
}

function putAside(files: readonly ListedObject[]): Check {
  return warning('segment files put aside', {
    found: `${plural(files.length, 'file')} could not be read`,
    expected: 'none: what was in them is lost to the join',
    action: 'docs/runbook.md#segments-broken',
  });
}
