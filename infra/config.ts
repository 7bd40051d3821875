// The configuration file's values → the one typed, validated configuration that all stacks and constructs are built from.

import { type AlertsConfig, readAlerts, routingText } from './alerts-config.ts';
import { CANARY_TENANT } from '../src/model/index.ts';
import { bucketProblems } from './bucket-problems.ts';
import { type BucketConfig, readBuckets } from './buckets-config.ts';
import { InfraConfigError } from './errors.ts';
import { type MonitoringConfig, readMonitoring } from './monitoring-config.ts';
import { ACCOUNT, POLICY_ARN, REGION, STACK_NAME, TENANT } from './shapes.ts';
import { ValueReader, type Values } from './value-reader.ts';

/** How a new object reaches the scan function: S3 → SQS → Lambda, or S3 → Lambda. */
export type Trigger = 'queue' | 'direct';

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

/** What the scan function logs at least. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The functions' own logs. */
export interface LoggingConfig {
  readonly level: LogLevel;
  readonly retentionDays: number;
}

/** Where starts are kept. */
export type StartsPlace = 'segments' | 'table';

/** The configuration of a deployment. */
export interface InfraConfig {
  readonly stackName: string;
  /** Where it is deployed. Absent: wherever it is. */
  readonly account?: string;
  readonly region?: string;
  readonly trigger: Trigger;
  /** Of what no bucket says the tenant of. */
  readonly tenant: string;
  /** All that there are, each once; the canary's is none. */
  readonly tenants: readonly string[];
  readonly buckets: readonly BucketConfig[];
  /** Scans at once, by the event source mapping; no meaning with the direct trigger. */
  readonly maxConcurrency: number;
  /** How long a connection waits for what other objects say of its process; 0: no connection waits, no start is kept. */
  readonly joinGraceSeconds: number;
  /** Where starts wait for connections of other objects: in files, or each in an item of the state table. */
  readonly starts: StartsPlace;
  /** Whether an object of the stack's own shows every 15 minutes that alerts arrive; with the queue alone. */
  readonly hasCanary: boolean;
  /** Batches that a replay reads at once, at most; absent: replays run on one machine alone. */
  readonly replay?: { readonly maxConcurrency: number };
  /** ARN of the policy that no role may go beyond. */
  readonly permissionsBoundary?: string;
  readonly logging: LoggingConfig;
  readonly alerts: AlertsConfig;
  readonly monitoring: MonitoringConfig;
}

/** The event source mapping's own limits. */
const CONCURRENCY = { min: 2, max: 1000 };
/** A fiftieth of an account's usual 1,000 by default: a replay never slows what is live. */
const REPLAY_CONCURRENCY = { min: 1, max: 1000 };
/** Starts are kept for a day; who waits longer waits for little more. */
const GRACE_SECONDS = { min: 0, max: 43_200 };
/** The functions' names. */
const MAX_FUNCTION_NAME = 64;
/** Of 4 KB that Lambda takes of all variables; the others need less than 1 KB. */
const MAX_BUCKETS_AND_ROUTING_BYTES = 3_072;

/** What CloudWatch Logs takes. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/** Settings that once were the deployment's. */
const MOVED = {
  bucketName: 'it is "name" of an entry of "buckets"',
  prefixes: 'it belongs into an entry of "buckets"',
};

/** What the configuration is held against, and called. */
export interface ParseOptions {
  /** The rules that will be deployed, which alone may be given a route. @default any */
  readonly ruleIds?: ReadonlySet<string>;
  /** The file, for the error. @default "configuration" */
  readonly what?: string;
}

/** Reads the configuration; throws {@link InfraConfigError} with every problem. docs/deploy.md lists the keys. */
export function parseConfig(values: Values, { ruleIds, what }: ParseOptions = {}): InfraConfig {
  const reader = new ValueReader(values);
  const config = readAll(reader, ruleIds);
  reader.refuseOthers(MOVED);
  const around = { ...config, hasTenant: reader.raw('tenant') !== undefined };
  const problems = [
    ...reader.problems,
    ...(config.tenant === CANARY_TENANT
      ? [`tenant is "${CANARY_TENANT}", which is the canary's; expected another`]
      : []),
    ...bucketProblems(config.buckets, around),
    ...lengthProblems(config),
  ];
  if (problems.length > 0) throw new InfraConfigError(problems, what);
  return config;
}

function readAll(reader: ValueReader, ruleIds: ReadonlySet<string> | undefined): InfraConfig {
  const stackName = reader.text('stackName', 'sigma-lambda', STACK_NAME);
  const account = reader.text('account', undefined, ACCOUNT);
  const region = reader.text('region', undefined, REGION);
  const trigger = reader.choice<Trigger>('trigger', 'queue', ['queue', 'direct']);
  const tenant = reader.text('tenant', 'default', TENANT);
  const buckets = readBuckets(reader);
  const permissionsBoundary = reader.text('permissionsBoundary', undefined, POLICY_ARN);
  return {
    stackName,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    trigger,
    tenant,
    tenants: [...new Set(buckets.map((bucket) => bucket.tenant ?? tenant))],
    buckets,
    // A twentieth of an account's usual 1,000, so that a flood of logs leaves the account's other functions theirs.
    maxConcurrency: reader.wholeNumber('maxConcurrency', 50, CONCURRENCY),
    joinGraceSeconds: reader.wholeNumber('joinGraceSeconds', 900, GRACE_SECONDS),
    starts: reader.choice<StartsPlace>('starts', 'segments', ['segments', 'table']),
    hasCanary: readCanary(reader, trigger),
    ...readReplay(reader),
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    logging: {
      level: reader.choice<LogLevel>('logLevel', 'INFO', LOG_LEVELS),
      retentionDays: reader.wholeNumber('logRetentionDays', 90, RETENTION_DAYS),
    },
    alerts: readAlerts(reader, ruleIds),
    monitoring: readMonitoring(reader),
  };
}

/** It is there where it is asked for: its role reads all logs, as the scan's does, and whoever may start it spends money. */
function readReplay(reader: ValueReader): Pick<InfraConfig, 'replay'> {
  const isOn = reader.choice('replay', 'off', ['on', 'off']) === 'on';
  const maxConcurrency = reader.wholeNumber('replayMaxConcurrency', 20, REPLAY_CONCURRENCY);
  return isOn ? { replay: { maxConcurrency } } : {};
}

/** Its object comes by the queue, as it shows the way of all others. */
function readCanary(reader: ValueReader, trigger: Trigger): boolean {
  const isOn = reader.choice('canary', trigger === 'queue' ? 'on' : 'off', ['on', 'off']) === 'on';
  if (!isOn || trigger === 'queue') return isOn;
  return reader.refuse('canary', 'on', 'off with trigger direct', false);
}

/** Physical name of the function that tells a destination. */
export function notifyFunctionName(stackName: string, destination: string): string {
  return `${stackName}-notify-${destination}`;
}

/** What AWS would refuse, but only when it is deployed. */
function lengthProblems({ stackName, buckets, alerts }: InfraConfig): readonly string[] {
  const long = alerts.destinations
    .map(({ name }) => notifyFunctionName(stackName, name))
    .filter((name) => name.length > MAX_FUNCTION_NAME)
    .map(
      (name) =>
        `destinations: ${JSON.stringify(name)} has ${name.length} characters; expected at most ${MAX_FUNCTION_NAME}: a shorter name, or stackName`,
    );
  const routing = alerts.routing === undefined ? '' : routingText(alerts.routing);
  const bytes = Buffer.byteLength(JSON.stringify(buckets) + routing);
  if (bytes <= MAX_BUCKETS_AND_ROUTING_BYTES) return long;
  return [
    ...long,
    `buckets and routing take ${bytes} bytes; expected at most ${MAX_BUCKETS_AND_ROUTING_BYTES} of Lambda's 4 KB of environment`,
  ];
}
