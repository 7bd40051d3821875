// `buckets` of the configuration file → what is watched: buckets of six modes, and where in them.

import { SOURCE_IDS, type SourceId } from '../src/source/index.ts';
import {
  ACCOUNT,
  BUCKET_NAME,
  KEY_ARN,
  KEY_PART,
  NEW_BUCKET_NAME,
  QUEUE_URL,
  REGION,
  SECRET_ARN,
  TENANT,
  TOPIC_ARN,
} from './shapes.ts';
import { ValueReader, type Values } from './value-reader.ts';

/** How a bucket comes to tell of new objects; docs/deploy.md has them as A to F. */
export const MODES = [
  'created',
  'notification',
  'eventbridge',
  'sns-topic',
  'other-account',
  'crowdstrike-fdr',
] as const;

/** Where in a bucket, and whose logs those are. */
export interface Watched {
  /** Only keys that begin with one of them are scanned, and readable; empty: the whole bucket. */
  readonly prefixes: readonly string[];
  /** Only keys that end so are scanned. */
  readonly suffix?: string;
  /** The one product that delivers there, as the command line's `--source` has it. Absent: each record says. */
  readonly source?: SourceId;
  /** Absent: the deployment's. */
  readonly tenant?: string;
}

/** A bucket that is there, encrypted by this key of KMS where it is given. */
interface Existing extends Watched {
  readonly name: string;
  readonly keyArn?: string;
}

/** An entry. Of one bucket there may be several, all of the same mode. */
export type BucketConfig =
  /** A: the stack creates it. Name absent: `<stackName>-logs-<account>-<region>`. */
  | (Watched & { readonly mode: 'created'; readonly name?: string })
  /** B: of this account; a notification is added to what it has. */
  | (Existing & { readonly mode: 'notification' })
  /** C: of this account, through EventBridge, which is switched on for the bucket only if asked. */
  | (Existing & { readonly mode: 'eventbridge'; readonly switchesOn: boolean })
  /** D: already sends to the topic. */
  | (Existing & { readonly mode: 'sns-topic'; readonly topicArn: string })
  /** E: of another account, whose owner is given what to add. */
  | (Existing & { readonly mode: 'other-account'; readonly account: string })
  /** F: CrowdStrike's, read by its queue with its keys. */
  | (Watched & {
      readonly mode: 'crowdstrike-fdr';
      readonly name: string;
      readonly queueUrl: string;
      readonly secretArn: string;
      readonly region: string;
    });

/** Each of them has its statement in roles and policies, which have their limits. */
const MAX_ENTRIES = 20;
/** All prefixes stand in one environment variable; Lambda takes 4 KB for all of them. */
const MAX_PREFIXES = 20;
/** A bucket that the stack creates. */
const ONE_CREATED: readonly BucketConfig[] = [{ mode: 'created', prefixes: [] }];

/** Reads the list; adds every problem to the reader's. */
export function readBuckets(reader: ValueReader): readonly BucketConfig[] {
  const entries = reader.objects('buckets');
  if (reader.raw('buckets') === undefined) return ONE_CREATED;
  if (entries.length > MAX_ENTRIES || entries.length === 0) {
    if (Array.isArray(reader.raw('buckets')) && reader.problems.length === 0) {
      reader.problems.push(`buckets has ${entries.length} of them; expected 1 to ${MAX_ENTRIES}`);
    }
    return ONE_CREATED;
  }
  return entries.flatMap((entry, index) => {
    const inner = new ValueReader(entry);
    const found = readBucket(inner, entry);
    reader.problems.push(...inner.problems.map((one) => `buckets[${index}]: ${one}`));
    return found;
  });
}

function readBucket(reader: ValueReader, entry: Values): readonly BucketConfig[] {
  const mode = reader.required('mode', (key) => reader.choice(key, undefined, MODES));
  // What else belongs to it is not known without.
  if (mode === undefined) return [];
  const found = readRest(reader, mode);
  if (found.prefixes.length > MAX_PREFIXES) {
    reader.problems.push(
      `prefixes has ${found.prefixes.length} of them; expected at most ${MAX_PREFIXES}`,
    );
  }
  reader.refuseOthers(elsewhereIn(mode, entry));
  return reader.problems.length === 0 ? [found] : [];
}

function readRest(reader: ValueReader, mode: (typeof MODES)[number]): BucketConfig {
  const must = (key: string, shape: Parameters<ValueReader['text']>[2]) =>
    reader.required(key, () => reader.text(key, undefined, shape)) ?? '';
  if (mode === 'created') {
    const name = reader.text('name', undefined, NEW_BUCKET_NAME);
    return { mode, ...optional('name', name), ...readWatched(reader) };
  }
  const name = must('name', BUCKET_NAME);
  const watched = { name, ...readWatched(reader) };
  const key = () => optional('keyArn', reader.text('keyArn', undefined, KEY_ARN));
  switch (mode) {
    case 'notification':
      return { mode, ...watched, ...key() };
    case 'eventbridge': {
      const switchesOn = reader.choice('enable', 'no', ['yes', 'no']) === 'yes';
      return { mode, ...watched, ...key(), switchesOn };
    }
    case 'sns-topic':
      return { mode, ...watched, ...key(), topicArn: must('topicArn', TOPIC_ARN) };
    case 'other-account':
      return { mode, ...watched, ...key(), account: must('account', ACCOUNT) };
    case 'crowdstrike-fdr': {
      const keys = {
        queueUrl: must('queueUrl', QUEUE_URL),
        secretArn: must('secretArn', SECRET_ARN),
      };
      return { mode, ...watched, ...keys, region: must('region', REGION) };
    }
  }
}

function readWatched(reader: ValueReader): Watched {
  return {
    prefixes: reader.texts('prefixes', KEY_PART),
    ...optional('suffix', reader.text('suffix', undefined, KEY_PART)),
    ...optional('source', reader.choice<SourceId, undefined>('source', undefined, SOURCE_IDS)),
    ...optional('tenant', reader.text('tenant', undefined, TENANT)),
  };
}

/** Keys that another mode has: a wrong mode is likelier than a wrong key. */
function elsewhereIn(mode: string, entry: Values): Record<string, string> {
  const modes: Readonly<Record<string, string>> = {
    topicArn: 'sns-topic',
    account: 'other-account',
    enable: 'eventbridge',
    queueUrl: 'crowdstrike-fdr',
    secretArn: 'crowdstrike-fdr',
    region: 'crowdstrike-fdr',
  };
  const others = Object.keys(entry).filter(
    (key) => Object.hasOwn(modes, key) && modes[key] !== mode,
  );
  return Object.fromEntries(others.map((key) => [key, `that is of mode ${modes[key]}`]));
}

function optional<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]?: T });
}
