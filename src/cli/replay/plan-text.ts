// A plan and its estimate → lines for people.

import { safeText } from '../../model/index.ts';
import { type CostLine, PRICED, type ReplayPlan, readingTime } from '../../replay/index.ts';
import { number, plural } from '../plural.ts';
import type { MadePlan } from './make-plan.ts';

/** What a run takes at a number of workers. */
export interface RunTime {
  readonly workers: number;
  readonly lowSeconds: number;
  readonly highSeconds: number;
}

/** Divides the work evenly: no object is so large that it outlasts the rest. */
export function runTimeOf({ plan, estimated }: MadePlan, workers: number): RunTime {
  const { lowSeconds, highSeconds } = readingTime(estimated);
  const { passes } = plan.estimate;
  return {
    workers,
    lowSeconds: (lowSeconds * Math.floor(passes)) / workers,
    highSeconds: (highSeconds * Math.ceil(passes)) / workers,
  };
}

/** All that is said of a plan, for stdout. */
export function planText(made: MadePlan, time: RunTime): string {
  const { plan, empty, outside } = made;
  const { estimate, needsRestore } = plan;
  return [
    `plan ${plan.id}\n`,
    `${plural(plan.objects, 'object')}, ${bytesText(plan.bytes)} as stored\n`,
    ...Object.entries(plan.byStorageClass).map(
      ([name, { objects, bytes }]) =>
        `  ${safeText(name)}: ${plural(objects, 'object')}, ${bytesText(bytes)}\n`,
    ),
    ...(needsRestore.objects === 0
      ? []
      : [
          `${plural(needsRestore.objects, 'object')}, ${bytesText(needsRestore.bytes)}, must be restored first and are not in the plan: needs-restore.jsonl\n`,
        ]),
    ...(empty === 0 ? [] : [`${plural(empty, 'object')} without bytes left out\n`]),
    ...(outside === 0
      ? []
      : [`${plural(outside, 'object')} left out by time, storage class, prefix or version\n`]),
    ...sampleLines(plan),
    ...estimate.lines.map(costText),
    ...(estimate.lines.length === 0
      ? ['$0: files of this machine\n']
      : [
          `${usd(estimate.lowUsd)} to ${usd(estimate.highUsd)} in all (prices of ${PRICED.region}, ${PRICED.date}: docs/cost.md)\n`,
        ]),
    `${duration(time.lowSeconds)} to ${duration(time.highSeconds)} with ${plural(time.workers, 'worker')}\n`,
  ].join('');
}

function sampleLines({ estimate }: ReplayPlan): readonly string[] {
  const { sampled, records, rawBytes, passes } = estimate;
  const read = `each read ${passes.toFixed(2)} times`;
  if (records === undefined || rawBytes === undefined) {
    return [`nothing was sampled: records are not known; ${read}\n`];
  }
  return [
    `about ${number(records)} records, ${bytesText(rawBytes)} decompressed (${plural(sampled, 'object')} sampled); ${read}\n`,
  ];
}

function costText({ what, quantity, unit, usdPerUnit, lowUsd, highUsd }: CostLine): string {
  const amount = quantity < 100 ? quantity.toFixed(2) : number(Math.round(quantity));
  const price = usdPerUnit.toLocaleString('en-US', { maximumFractionDigits: 12 });
  const range = `${usd(lowUsd)} to ${usd(highUsd)}`;
  return `  ${range.padEnd(22)} ${what}: ${amount} ${unit} at $${price}\n`;
}

function usd(dollars: number): string {
  const digits = dollars !== 0 && dollars < 0.01 ? 6 : 2;
  return `$${dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: digits })}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

/** `1.5 GB`, in powers of ten. */
export function bytesText(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1_000 ** power;
  return `${power === 0 ? value : value.toFixed(1)} ${UNITS[power] ?? 'B'}`;
}

/** `2 h 5 min`, `4 min`, `12 s`. */
export function duration(seconds: number): string {
  const minutes = Math.round(seconds / 60);
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (minutes < 90) return `${minutes} min`;
  return `${number(Math.floor(minutes / 60))} h ${minutes % 60} min`;
}
