// Prices × figures → dollars: of a raw TB by source and object size, of a month at rest, of a thousand findings.

import { type CostData, type CostSource, figureOf, priceOf, unitsOf } from './figures.ts';

const TERA = 1e12;
const GIGA = 1e9;
const MEGA = 1e6;
const KILO = 1024;

/** What one processor of the scan function costs a second. */
function scanSecond(data: CostData): number {
  return (figureOf(data, 'scanMemoryMb') / KILO) * priceOf(data, 'lambdaGbSecond');
}

/** Raw bytes of which one processor decodes, reads and judges every line in a second; of a source that was measured so, keeps too. */
export function parsedBytesPerSecond(data: CostData, source: CostSource): number {
  const { recordBytes, recordsPerSecond, scan } = source;
  if (scan !== undefined) return scan.everyLineMbPerSecond * MEGA;
  const decode = figureOf(data, 'decodeMbPerSecond') * MEGA;
  return 1 / (1 / (recordBytes * recordsPerSecond) + 1 / decode);
}

/**
 * Raw bytes that one processor scans in a second. The prefilter begins behind an object's first chunk.
 * @param bytes size of each object as stored
 */
export function bytesPerSecond(data: CostData, source: CostSource, bytes: number): number {
  const parsed = parsedBytesPerSecond(data, source);
  if (source.scan === undefined) return parsed;
  const raw = bytes * figureOf(data, 'compression');
  const first = Math.min(1, figureOf(data, 'firstChunkBytes') / raw);
  return 1 / (first / parsed + (1 - first) / (source.scan.mbPerSecond * MEGA));
}

/** Scanning a raw TB at that rate. */
export function computeUsd(data: CostData, rate: number): number {
  return (TERA / rate) * scanSecond(data);
}

/** One object, whatever is in it, by what is paid for. */
export function objectUsd(data: CostData): Readonly<Record<string, number>> {
  const invocations = 1 / figureOf(data, 'objectsPerInvocation');
  return {
    'time that is waited': (figureOf(data, 'objectOverheadMs') / 1_000) * scanSecond(data),
    'DynamoDB: ledger, a read and a write':
      priceOf(data, 'dynamoWrite') + priceOf(data, 'dynamoRead'),
    SQS: figureOf(data, 'sqsRequestsPerObject') * priceOf(data, 'sqsRequest'),
    'CloudWatch Logs': (figureOf(data, 'logBytesPerObject') / GIGA) * priceOf(data, 'logsIngested'),
    'S3 GET': priceOf(data, 's3Get'),
    'Lambda request': invocations * priceOf(data, 'lambdaRequest'),
  };
}

/** Objects of a raw TB. @param bytes size of each as stored */
export function objectsOf(data: CostData, bytes: number): number {
  return TERA / (bytes * figureOf(data, 'compression'));
}

/** What objects of that size cost for a raw TB. */
export function objectsUsd(data: CostData, bytes: number): number {
  return objectsOf(data, bytes) * sum(Object.values(objectUsd(data)));
}

/** State of a raw TB, by where starts are kept. */
export interface StateCost {
  /** In files, in objects of the given size. */
  readonly segments: number;
  /** Each an item of the table; and where none is kept for the join. */
  readonly table: number;
  readonly without: number;
}

/** State of a raw TB: starts and partial matches of starts. @param bytes size of each object as stored */
export function stateUsd(data: CostData, source: CostSource, bytes: number): StateCost {
  const units = unitsOf(data, source);
  const price = (write: number, read: number) =>
    write * priceOf(data, 'dynamoWrite') + read * priceOf(data, 'dynamoRead');
  const without = price(units.writesWithoutJoin, units.readsWithoutJoin);
  const starts = source.isJoined === false ? units.writesWithoutJoin : units.writes;
  const merged = starts + units.filedCounts;
  const merging = merged * figureOf(data, 'mergeMicroseconds') * 1e-6 * scanSecond(data);
  return {
    segments:
      objectsOf(data, bytes) * fileUsd(data) +
      price(units.filedWrites, units.filedReads) +
      (units.filedCounts / figureOf(data, 'countsPerFile')) * countFileUsd(data) +
      merging,
    table: source.isJoined === false ? without : price(units.writes, units.reads),
    without,
  };
}

/** The file of starts of an object. */
function fileUsd(data: CostData): number {
  return (
    figureOf(data, 'segmentPuts') * priceOf(data, 's3Put') +
    figureOf(data, 'segmentGets') * priceOf(data, 's3Get')
  );
}

/** A file of partial matches that count, of connections that settle has judged together. */
function countFileUsd(data: CostData): number {
  return priceOf(data, 's3Put') + priceOf(data, 's3Get');
}

/** At most: in the table every write a whole KB, kept until TTL takes it, and recoverable. */
export function storedUsd(
  data: CostData,
  source: CostSource,
): Pick<StateCost, 'segments' | 'table'> {
  const units = unitsOf(data, source);
  const items = source.isJoined === false ? units.writesWithoutJoin : units.writes;
  const months = figureOf(data, 'startsKeptDays') / 30;
  const gb = (items * KILO) / GIGA;
  const filedMonths = figureOf(data, 'segmentsKeptDays') / 30;
  return {
    segments: units.filedGb * filedMonths * priceOf(data, 's3Stored'),
    table: gb * months * (priceOf(data, 'dynamoStored') + priceOf(data, 'dynamoPitr')),
  };
}

/** A thousand findings: kept, archived, published. */
export function findingsUsd(data: CostData): number {
  const each =
    figureOf(data, 'findingWriteUnits') * priceOf(data, 'dynamoWrite') +
    figureOf(data, 'findingReadUnits') * priceOf(data, 'dynamoRead') +
    figureOf(data, 'findingPuts') * priceOf(data, 's3Put') +
    figureOf(data, 'findingPublishes') * priceOf(data, 'snsPublish');
  return 1_000 * each;
}

/** A line of the month at rest. */
export interface MonthlyTerm {
  readonly what: string;
  readonly usd: number;
  /** True for what every deployment with the queue trigger has. */
  readonly isAlways: boolean;
}

/** A canary of every 15 minutes, for a month. */
function canaryUsd(data: CostData): number {
  const price = (name: string) => priceOf(data, name);
  const figure = (name: string) => figureOf(data, name);
  return (
    figure('canaryGbSeconds') * price('lambdaGbSecond') +
    figure('canaryWriteUnits') * price('dynamoWrite') +
    figure('canaryRuns') * (sum(Object.values(objectUsd(data))) + price('s3Put')) +
    figure('canaryMetrics') * price('metric') +
    figure('canaryAlarmMetrics') * price('alarmMetric')
  );
}

/** A month of settle with nothing due. */
function settleUsd(data: CostData): number {
  const price = (name: string) => priceOf(data, name);
  const runs = figureOf(data, 'settleRuns');
  const seconds = runs * (figureOf(data, 'settleMs') / 1_000);
  return (
    seconds * (figureOf(data, 'settleMemoryMb') / KILO) * price('lambdaGbSecond') +
    runs * (price('lambdaRequest') + price('sqsRequest') + price('s3Put')) +
    figureOf(data, 'settleReadUnits') * price('dynamoRead')
  );
}

/** A month with nothing uploaded. */
export function monthlyTerms(data: CostData): readonly MonthlyTerm[] {
  const price = (name: string) => priceOf(data, name);
  const figure = (name: string) => figureOf(data, name);
  const runs = figure('settleRuns');
  const polls = figure('pollsPerQueue') * price('sqsRequest');
  const declared =
    figure('sourceMetrics') * price('metric') + figure('sourceAlarmMetrics') * price('alarmMetric');
  const always = (what: string, usd: number): MonthlyTerm => ({ what, usd, isAlways: true });
  const more = (what: string, usd: number): MonthlyTerm => ({ what, usd, isAlways: false });
  return [
    always('alarms, `alarmMetrics` metrics', figure('alarmMetrics') * price('alarmMetric')),
    always('dashboard', price('dashboard')),
    always('polling of the source queue (`queue`)', polls),
    always('settle: runs, reads, looks at queue and files each minute', settleUsd(data)),
    always('canary: runs, scans, state, metrics, alarms (`queue`)', canaryUsd(data)),
    more('each declared source: metrics, alarms', declared),
    more(
      'merging files of starts, of a deployment that is busy every minute',
      runs * figure('mergeRequests') * price('s3Put'),
    ),
    more(
      'metrics of our own, `busyMetrics` of a deployment that is busy day and night',
      figure('busyMetrics') * price('metric'),
    ),
    more(
      'with destinations: alarms',
      figure('alarmMetricsWithDestinations') * price('alarmMetric'),
    ),
    more(
      'each destination: polling, alarms',
      polls + figure('alarmMetricsPerDestination') * price('alarmMetric'),
    ),
    ...replayTerms(data),
    more('each secret (Slack, PagerDuty)', price('secret')),
    always(
      'key of KMS; its uses, which bucket keys, DynamoDB and SNS keep few, are not counted',
      price('kmsKey'),
    ),
  ];
}

function replayTerms(data: CostData): readonly MonthlyTerm[] {
  const usd = figureOf(data, 'replayAlarmMetrics') * priceOf(data, 'alarmMetric');
  return [{ what: 'with `replay`: alarms, `replayAlarmMetrics` metrics', usd, isAlways: false }];
}

/** Their sum. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
