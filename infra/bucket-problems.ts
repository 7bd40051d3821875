// The buckets of a configuration, taken together → what is wrong with them: overlaps, loops, other regions, no tenant.

import { CANARY_TENANT } from '../src/model/index.ts';
import type { BucketConfig, Watched } from './buckets-config.ts';
import { placeOf } from './shapes.ts';

/** What buckets are held against. */
export interface Surroundings {
  readonly stackName: string;
  readonly trigger: 'queue' | 'direct';
  readonly account?: string;
  readonly region?: string;
  /** Whether the file says whose logs those are of entries without a tenant. */
  readonly hasTenant: boolean;
}

type Check = (entries: readonly BucketConfig[], around: Surroundings) => readonly string[];

/** All stand in policies of the scan function's role, twice where there is a key; IAM takes 10,240 characters of them. */
const MAX_FILTERS = 40;
/** Modes that S3 → Lambda can be: it is the bucket's notification that invokes. */
const DIRECT_MODES: readonly BucketConfig['mode'][] = ['created', 'notification'];

/** All problems, each with the entry it is about. */
export function bucketProblems(
  entries: readonly BucketConfig[],
  around: Surroundings,
): readonly string[] {
  const checks: readonly Check[] = [
    overlaps,
    mixtures,
    queues,
    loops,
    places,
    tenants,
    triggers,
    sizes,
  ];
  return checks.flatMap((check) => check(entries, around));
}

const at = (index: number): string => `buckets[${index}]`;

/** S3 refuses a notification configuration whose filters overlap, but only when it is deployed; others would scan twice. */
function overlaps(entries: readonly BucketConfig[]): readonly string[] {
  const watched = entries.flatMap(({ name, mode, prefixes, suffix = '' }, index) =>
    (prefixes.length > 0 ? prefixes : ['']).map((prefix) => ({
      name,
      mode,
      prefix,
      suffix,
      index,
    })),
  );
  return watched.flatMap((outer, place) =>
    watched
      .filter((inner, other) => other !== place && inner.name === outer.name)
      .filter(
        (inner) => inner.prefix.startsWith(outer.prefix) && isAlike(inner.suffix, outer.suffix),
      )
      .filter((inner) => inner.prefix !== outer.prefix || watched.indexOf(inner) > place)
      .map(
        (inner) =>
          `${at(inner.index)}: prefixes: ${named(inner.prefix)} is inside ${named(outer.prefix)}` +
          `${inner.index === outer.index ? '' : ` of ${at(outer.index)}`}; expected no overlap`,
      ),
  );
}

const named = (prefix: string): string =>
  prefix === '' ? 'the whole bucket' : JSON.stringify(prefix);

/** Whether a key can end in both. */
function isAlike(one: string, other: string): boolean {
  return one.endsWith(other) || other.endsWith(one);
}

/** What is of the bucket is the same in all its entries. */
function mixtures(entries: readonly BucketConfig[]): readonly string[] {
  return entries.flatMap((entry, index) => {
    const first = entries.findIndex(({ name }) => name === entry.name);
    const before = entries[first];
    if (before === undefined || first === index || ofBucket(before) === ofBucket(entry)) return [];
    return [
      `${at(index)}: is ${ofBucket(entry)}, and ${at(first)}, of the same bucket, is ${ofBucket(before)}; expected the same of both`,
    ];
  });
}

function ofBucket(entry: BucketConfig): string {
  const { prefixes: _, suffix: _suffix, source: _source, tenant: _tenant, ...rest } = entry;
  // A secret's ARN is none.
  return JSON.stringify(rest);
}

/** A message that one reader removes no other gets. */
function queues(entries: readonly BucketConfig[]): readonly string[] {
  return entries.flatMap((entry, index) => {
    if (entry.mode !== 'crowdstrike-fdr') return [];
    const first = entries.findIndex((one) => 'queueUrl' in one && one.queueUrl === entry.queueUrl);
    if (entries[first]?.name === entry.name) return [];
    return [
      `${at(index)}: queueUrl is that of ${at(first)}, which is another bucket; expected the queue of ${entry.name}`,
    ];
  });
}

/** A finding that is kept where logs come in would be scanned, and could be a finding. The canary's bucket is watched as it is. */
function loops(entries: readonly BucketConfig[], { stackName }: Surroundings): readonly string[] {
  const ours = new RegExp(
    `^${stackName}-state-|-keeping(?:archive|evidence)bucket|-canary-\\d{12}-`,
  );
  return entries.flatMap(({ name }, index) =>
    name !== undefined && ours.test(name)
      ? [
          `${at(index)}: name is ${JSON.stringify(name)}, a bucket that sigma-lambda keeps its own output in; ` +
            'expected a bucket of logs: output inside input would be scanned again and again',
        ]
      : [],
  );
}

/** S3 tells nobody in another region, and what has an ARN says where it is. */
function places(entries: readonly BucketConfig[], around: Surroundings): readonly string[] {
  return entries.flatMap((entry, index) => [
    ...regionsOf(entry)
      .filter(([, region]) => around.region !== undefined && region !== around.region)
      .map(
        ([key, region]) =>
          `${at(index)}: ${key} is in ${region}; expected ${around.region}, the deployment's region: S3 tells nobody in another one`,
      ),
    ...accountProblems(entry, around).map((one) => `${at(index)}: ${one}`),
  ]);
}

function regionsOf(entry: BucketConfig): readonly (readonly [string, string])[] {
  return [
    ...('keyArn' in entry ? [['keyArn', placeOf(entry.keyArn ?? '').region] as const] : []),
    ...('topicArn' in entry ? [['topicArn', placeOf(entry.topicArn).region] as const] : []),
  ];
}

function accountProblems(
  entry: BucketConfig,
  { account, region }: Surroundings,
): readonly string[] {
  if (entry.mode !== 'other-account') return [];
  const missing = [
    ...(account === undefined ? ['account'] : []),
    ...(region === undefined ? ['region'] : []),
  ].map(
    (key) =>
      `mode other-account needs "${key}" at the top level: the bucket's owner must be told who reads`,
  );
  if (entry.account !== account) return missing;
  return [
    `account is ${entry.account}, the deployment's own; expected another one, or mode notification`,
  ];
}

/** Once one entry says whose logs those are, nobody's default may take the others'. */
function tenants(entries: readonly BucketConfig[], { hasTenant }: Surroundings): readonly string[] {
  const first = entries.findIndex(({ tenant }) => tenant !== undefined);
  return entries.flatMap(({ tenant }: Watched, index) => {
    if (tenant === CANARY_TENANT) {
      return [
        `${at(index)}: tenant is "${CANARY_TENANT}", which is the canary's; expected another`,
      ];
    }
    if (tenant !== undefined || hasTenant || first === -1) return [];
    return [
      `${at(index)}: tenant is missing; expected one here or at the top level, as ${at(first)} has one`,
    ];
  });
}

function triggers(entries: readonly BucketConfig[], { trigger }: Surroundings): readonly string[] {
  if (trigger === 'queue') return [];
  return entries.flatMap(({ mode }, index) =>
    DIRECT_MODES.includes(mode)
      ? []
      : [
          `${at(index)}: mode is ${mode}; expected ${DIRECT_MODES.join(' or ')} with trigger direct`,
        ],
  );
}

function sizes(entries: readonly BucketConfig[]): readonly string[] {
  const count = entries.reduce((sum, { prefixes }) => sum + Math.max(1, prefixes.length), 0);
  if (count <= MAX_FILTERS) return [];
  return [`buckets have ${count} prefixes in all; expected at most ${MAX_FILTERS}`];
}
