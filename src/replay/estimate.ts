// What a plan holds, and what a sample of it showed → what a run takes, each price named, at least and at most.

import { FIGURES, PRICES, SPEEDS } from './cost-data.ts';
import type { CostLine, PlanEstimate, Volume } from './plan.ts';

/** Where a plan is run: `aws`, or `here` on one machine. */
export const RUN_PLACES = ['aws', 'here'] as const;

/** One of them. */
export type RunPlace = (typeof RUN_PLACES)[number];

/** What was read of some objects. */
export interface Sampled {
  readonly objects: number;
  /** Of those: read to their end. */
  readonly whole: number;
  readonly storedBytes: number;
  readonly rawBytes: number;
  readonly records: number;
  readonly perSource: Readonly<Record<string, number>>;
  /** Connections that a join can complete, and matches that wait for others: what makes a second reading. */
  readonly held: number;
  readonly findings: number;
}

/** What is estimated. */
export interface Estimated extends Volume {
  readonly byStorageClass: Readonly<Record<string, Volume>>;
  readonly listRequests: number;
  readonly sample: Sampled | undefined;
  readonly place: RunPlace;
  /** False of files of this machine: nothing is paid for. */
  readonly isInS3: boolean;
}

/** Objects of a batch on AWS at most, and bytes as stored that it is to come to. */
export const BATCH = { objects: 200, bytes: 256 * 2 ** 20 } as const;

/** How many objects a batch of a plan has: the state machine is told this number, since it knows nothing of sizes. */
export function itemsPerBatch({ objects, bytes }: Volume): number {
  const fit = bytes === 0 ? BATCH.objects : Math.floor((BATCH.bytes * objects) / bytes);
  return Math.min(Math.max(1, fit), BATCH.objects);
}

/** Of a batch and pass: its own file, read again by the steps behind it; and the filter, in the second pass. */
const FILE_GETS = 4;
/** Of a run: what it came to, the filter, and files are listed six times. */
const RUN_PUTS = 9;
/** Its states beside its batches; the two that may be repeated once. */
const RUN_TRANSITIONS = 12;
/** Steps beside its batches: begin, gather, judge, enter, report. */
const RUN_INVOCATIONS = 5;
/** A child has one state; each attempt that had to be repeated is another. */
const REPEATED = 2;

interface ClassPrices {
  readonly get: number;
  readonly retrieval: number;
}

const IA: ClassPrices = { get: PRICES.s3GetIa, retrieval: PRICES.retrievalIa };
/** Classes whose objects can be read at once, for more than STANDARD's. */
const DEAR: ReadonlyMap<string, ClassPrices> = new Map<string, ClassPrices>([
  ['STANDARD_IA', IA],
  ['ONEZONE_IA', IA],
  ['GLACIER_IR', { get: PRICES.s3GetGlacierIr, retrieval: PRICES.retrievalGlacierIr }],
]);

/** Bytes of a GB as AWS counts. */
const GB = 2 ** 30;
const MB = 1e6;
/** Of compute: a vCPU of Graviton against the machine that was measured, and a second pass that reads for less. */
const COMPUTE = { low: 0.7, high: 1.5 };
/** Of what a sample of some objects says of records, findings and what is held. */
const SAMPLE = { low: 0.5, high: 2 };
/** A sample without any may stand for three among as many records, at a confidence of 95 %. */
const RULE_OF_THREE = 3;
/** Units of the state for a connection that is held: put, judged, removed. */
const HELD_WRITES = 3;

/** Compute of one reading, on one processor. */
export interface ReadingTime {
  readonly lowSeconds: number;
  readonly seconds: number;
  readonly highSeconds: number;
}

/** Reckons. */
export function estimatePlan(given: Estimated): PlanEstimate {
  const passes = passesOf(given);
  const lines = given.isInS3 ? linesOf(given, passes) : [];
  const { sample } = given;
  const scale = scaleOf(given);
  return {
    sampled: sample?.objects ?? 0,
    ...(sample === undefined || scale === undefined
      ? {}
      : {
          records: Math.round(sample.records * scale),
          rawBytes: Math.round(sample.rawBytes * scale),
        }),
    passes: passes.expected,
    lines,
    lowUsd: lines.reduce((sum, { lowUsd }) => sum + lowUsd, 0),
    highUsd: lines.reduce((sum, { highUsd }) => sum + highUsd, 0),
  };
}

/** How long one reading of all objects computes and waits, on one processor. */
export function readingTime(given: Estimated): ReadingTime {
  const { sample, bytes, objects } = given;
  const scale = scaleOf(given);
  const waits = (objects * FIGURES.objectOverheadMs) / 1_000;
  const decode = (raw: number) => raw / (FIGURES.decodeMbPerSecond * MB);
  if (sample !== undefined && scale !== undefined) {
    const judging = Object.entries(sample.perSource).map(
      ([source, records]) => records / (SPEEDS[source]?.recordsPerSecond ?? slowest().perSecond),
    );
    const seconds = judging.reduce((sum, one) => sum + one, decode(sample.rawBytes)) * scale;
    return {
      lowSeconds: seconds * COMPUTE.low + waits,
      seconds: seconds + waits,
      highSeconds: seconds * COMPUTE.high + waits,
    };
  }
  // Nothing is known of the logs: the fastest and the slowest source, compressed as usual.
  const raw = bytes * FIGURES.compression;
  const rates = Object.values(SPEEDS).map((one) => one.recordBytes * one.recordsPerSecond);
  const at = (rate: number) => raw / rate + decode(raw);
  const low = at(Math.max(...rates));
  const high = at(Math.min(...rates));
  return {
    lowSeconds: low * COMPUTE.low + waits,
    seconds: (low + high) / 2 + waits,
    highSeconds: high * COMPUTE.high + waits,
  };
}

function slowest(): { readonly perSecond: number } {
  const rates = Object.values(SPEEDS).map(({ recordsPerSecond }) => recordsPerSecond);
  return { perSecond: Math.min(...rates) };
}

/** All stored bytes to those that were sampled; undefined where nothing was read. */
function scaleOf({ sample, bytes }: Estimated): number | undefined {
  return sample === undefined || sample.storedBytes === 0 ? undefined : bytes / sample.storedBytes;
}

interface Passes {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

/**
 * A second reading is made if any object holds something. Where none of s sampled objects of N does, all N hold nothing
 * with a probability of (s + 1) / (N + 1), by Laplace's rule of succession.
 */
function passesOf({ sample, objects }: Estimated): Passes {
  if (objects === 0) return { low: 1, expected: 1, high: 1 };
  if (sample !== undefined && sample.held > 0) return { low: 2, expected: 2, high: 2 };
  const seen = Math.min(objects, sample?.whole ?? 0);
  const expected = 2 - (seen + 1) / (objects + 1);
  return { low: 1, expected, high: seen === objects ? 1 : 2 };
}

function linesOf(given: Estimated, passes: Passes): readonly CostLine[] {
  const list = line('S3 LIST', 'requests', PRICES.s3Put, fixed(given.listRequests));
  const dear = Object.entries(given.byStorageClass).filter(([name]) => DEAR.has(name));
  const usual = given.objects - dear.reduce((sum, [, { objects }]) => sum + objects, 0);
  const reading = dear.flatMap(([name, volume]) => dearLines(name, volume, passes));
  const files = given.place === 'aws' ? FILE_GETS * batchesOf(given) : 0;
  const gets = line('S3 GET', 'requests', PRICES.s3Get, times(usual + files, passes));
  const rest = given.place === 'aws' ? awsLines(given, passes) : [transferLine(given, passes)];
  return [list, gets, ...reading, ...rest].filter(({ highUsd }) => highUsd > 0);
}

interface Range {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

function line(what: string, unit: string, usdPerUnit: number, range: Range): CostLine {
  const { low, expected, high } = range;
  return {
    what,
    quantity: expected,
    unit,
    usdPerUnit,
    lowUsd: low * usdPerUnit,
    highUsd: high * usdPerUnit,
  };
}

function fixed(value: number): Range {
  return { low: value, expected: value, high: value };
}

function times(value: number, { low, expected, high }: Range): Range {
  return { low: value * low, expected: value * expected, high: value * high };
}

/** Requests and retrieval of a class that has prices of its own. What was restored is read as STANDARD. */
function dearLines(name: string, { objects, bytes }: Volume, passes: Passes): readonly CostLine[] {
  const { get, retrieval } = DEAR.get(name) ?? { get: PRICES.s3Get, retrieval: 0 };
  return [
    line(`S3 GET ${name}`, 'requests', get, times(objects, passes)),
    line(`S3 retrieval ${name}`, 'GB', retrieval, times(bytes / GB, passes)),
  ];
}

/** A machine in the region pays nothing for it. */
function transferLine({ bytes }: Estimated, passes: Passes): CostLine {
  const gigabytes = times(bytes / GB, passes);
  return line('transfer out of AWS', 'GB', PRICES.transferOut, { ...gigabytes, low: 0 });
}

function awsLines(given: Estimated, passes: Passes): readonly CostLine[] {
  const { lowSeconds, seconds, highSeconds } = readingTime(given);
  const gigabyte = FIGURES.scanMemoryMb / 1_024;
  const compute = {
    low: lowSeconds * gigabyte * passes.low,
    expected: seconds * gigabyte * passes.expected,
    high: highSeconds * gigabyte * passes.high,
  };
  const batches = times(batchesOf(given), passes);
  const attempts = { ...batches, high: batches.high * REPEATED };
  const invocations = sumOf(attempts, fixed(RUN_INVOCATIONS));
  const transitions = sumOf(attempts, fixed(RUN_TRANSITIONS));
  const found = sampleRange(given, ({ findings }) => findings);
  const held = sampleRange(given, (sample) => sample.held);
  const writes = sumOf(
    times(FIGURES.findingWriteUnits, found),
    times(HELD_WRITES, held),
    fixed(given.objects),
  );
  const puts = sumOf(times(FIGURES.findingPuts, found), batches, fixed(RUN_PUTS));
  return [
    line('Lambda compute', 'GB-s', PRICES.lambdaGbSecond, compute),
    line('Lambda requests', 'requests', PRICES.lambdaRequest, invocations),
    line('Step Functions', 'transitions', PRICES.stateTransition, transitions),
    line('DynamoDB writes', 'units', PRICES.dynamoWrite, writes),
    line('S3 PUT', 'requests', PRICES.s3Put, puts),
  ];
}

/** Batches that a pass over them on AWS has. */
export function batchesOf(given: Volume): number {
  return Math.ceil(given.objects / itemsPerBatch(given));
}

/** How many there are in all, as a sample says. */
function sampleRange(given: Estimated, of: (sample: Sampled) => number): Range {
  const scale = scaleOf(given);
  if (given.sample === undefined || scale === undefined) return fixed(0);
  const count = of(given.sample);
  return {
    low: count * scale * SAMPLE.low,
    expected: count * scale,
    high: Math.max(count * SAMPLE.high, RULE_OF_THREE) * scale,
  };
}

function sumOf(...ranges: readonly Range[]): Range {
  const sum = (of: (range: Range) => number) => ranges.reduce((all, one) => all + of(one), 0);
  return {
    low: sum(({ low }) => low),
    expected: sum(({ expected }) => expected),
    high: sum(({ high }) => high),
  };
}
