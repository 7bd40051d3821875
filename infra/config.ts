// CDK context → the one typed, validated configuration that all stacks and constructs are built from.

import { type AlertsConfig, readAlerts, routingText } from './alerts-config.ts';
import { type Context, ContextReader } from './context-reader.ts';
import { InfraConfigError } from './errors.ts';
import { type MonitoringConfig, readMonitoring } from './monitoring-config.ts';

/** How a new object reaches the scan function: S3 → SQS → Lambda, or S3 → Lambda. */
export type Trigger = 'queue' | 'direct';

const LOG_LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;

/** What the scan function logs at least. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** The bucket that EDR logs are delivered to. */
export interface LogBucketConfig {
  /** Physical name. Absent: `<stackName>-logs-<account>-<region>`. */
  readonly name?: string;
  /** Only keys that begin with one of them are scanned, and readable; empty: the whole bucket. */
  readonly prefixes: readonly string[];
}

/** The scan function's own logs. */
export interface LoggingConfig {
  readonly level: LogLevel;
  readonly retentionDays: number;
}

/** The configuration of a deployment. */
export interface InfraConfig {
  readonly stackName: string;
  readonly trigger: Trigger;
  readonly tenant: string;
  readonly bucket: LogBucketConfig;
  /** Scans at once, by the event source mapping; no meaning with the direct trigger. */
  readonly maxConcurrency: number;
  /** How long a connection waits for what other objects say of its process; 0: no connection waits, no start is kept. */
  readonly joinGraceSeconds: number;
  readonly logging: LoggingConfig;
  readonly alerts: AlertsConfig;
  readonly monitoring: MonitoringConfig;
}

/** With the longest region's name the derived bucket name keeps S3's 63 characters. */
const STACK_NAME = {
  pattern: /^[a-z](?:[a-z0-9-]{0,24}[a-z0-9])?$/,
  expected: '1-26 lower-case letters, digits, hyphens; first a letter, last no hyphen',
};
/** No dots, though S3 takes them: its TLS certificate covers no name with a dot. */
const BUCKET_NAME = {
  pattern: /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  expected: '3-63 lower-case letters, digits, hyphens; no hyphen at the ends',
};
const TENANT = { pattern: /^[\w.-]{1,64}$/, expected: '1-64 letters, digits, . _ -' };
/**
 * S3's safe characters without `*`, which IAM would take for a wildcard, and the `=` of Hive's partitions, so that a
 * prefix means the same in the notification's filter (`filterText`), in the role and in the function.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html
 */
const PREFIX = {
  pattern: /^[\w!.'()/=-]{1,128}$/,
  expected: "1-128 letters, digits, / = ! - _ . ' ( )",
};
/** All prefixes stand in one environment variable; Lambda takes 4 KB for all of them. */
const MAX_PREFIXES = 20;
/** The event source mapping's own limits. */
const CONCURRENCY = { min: 2, max: 1000 };
/** Starts are kept for a day; who waits longer waits for little more. */
const GRACE_SECONDS = { min: 0, max: 43_200 };
/** The functions' names. */
const MAX_FUNCTION_NAME = 64;
/** Of 4 KB that Lambda takes of all variables; the others need less than 1 KB. */
const MAX_PREFIXES_AND_ROUTING_BYTES = 3_072;

/** What CloudWatch Logs takes. */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288,
  3653,
];

/**
 * Reads the configuration; throws {@link InfraConfigError} with every problem. docs/deploy.md lists the keys.
 * @param ruleIds the rules that will be deployed, which alone may be given a route; absent: any
 */
export function parseConfig(context: Context, ruleIds?: ReadonlySet<string>): InfraConfig {
  const reader = new ContextReader(context);
  const name = reader.text('bucketName', undefined, BUCKET_NAME);
  const prefixes = reader.texts('prefixes', PREFIX);
  const config: InfraConfig = {
    stackName: reader.text('stackName', 'sigma-lambda', STACK_NAME),
    trigger: reader.choice<Trigger>('trigger', 'queue', ['queue', 'direct']),
    tenant: reader.text('tenant', 'default', TENANT),
    bucket: { prefixes, ...(name === undefined ? {} : { name }) },
    // A twentieth of an account's usual 1,000, so that a flood of logs leaves the account's other functions theirs.
    maxConcurrency: reader.wholeNumber('maxConcurrency', 50, CONCURRENCY),
    joinGraceSeconds: reader.wholeNumber('joinGraceSeconds', 900, GRACE_SECONDS),
    logging: {
      level: reader.choice<LogLevel>('logLevel', 'INFO', LOG_LEVELS),
      retentionDays: reader.wholeNumber('logRetentionDays', 90, RETENTION_DAYS),
    },
    alerts: readAlerts(reader, ruleIds),
    monitoring: readMonitoring(reader),
  };
  reader.refuseOthers();
  const problems = [...reader.problems, ...prefixProblems(prefixes), ...lengthProblems(config)];
  if (problems.length > 0) throw new InfraConfigError(problems);
  return config;
}

/** Physical name of the function that tells a destination. */
export function notifyFunctionName(stackName: string, destination: string): string {
  return `${stackName}-notify-${destination}`;
}

/** What AWS would refuse, but only when it is deployed. */
function lengthProblems({ stackName, bucket, alerts }: InfraConfig): readonly string[] {
  const long = alerts.destinations
    .map(({ name }) => notifyFunctionName(stackName, name))
    .filter((name) => name.length > MAX_FUNCTION_NAME)
    .map(
      (name) =>
        `destinations: ${JSON.stringify(name)} has ${name.length} characters; expected at most ${MAX_FUNCTION_NAME}: a shorter name, or stackName`,
    );
  const { prefixes } = bucket;
  const routing = alerts.routing === undefined ? '' : routingText(alerts.routing);
  const bytes = Buffer.byteLength(JSON.stringify(prefixes) + routing);
  if (bytes <= MAX_PREFIXES_AND_ROUTING_BYTES) return long;
  return [
    ...long,
    `prefixes and routing take ${bytes} bytes; expected at most ${MAX_PREFIXES_AND_ROUTING_BYTES} of Lambda's 4 KB of environment`,
  ];
}

/** S3 refuses a notification configuration whose filters overlap, but only when it is deployed. */
function prefixProblems(prefixes: readonly string[]): readonly string[] {
  const overlaps = prefixes.flatMap((outer, index) =>
    prefixes
      .filter((inner, other) => other !== index && inner.startsWith(outer))
      .filter((inner) => inner !== outer || prefixes.indexOf(outer) === index)
      .map(
        (inner) =>
          `prefixes: ${JSON.stringify(inner)} is inside ${JSON.stringify(outer)}; expected no overlap`,
      ),
  );
  if (prefixes.length <= MAX_PREFIXES) return overlaps;
  return [...overlaps, `prefixes has ${prefixes.length} of them; expected at most ${MAX_PREFIXES}`];
}
