// A plan and its estimate → lines for people.

import { safeText } from '../../model/index.ts';
import {
  batchesOf,
  type CostLine,
  PRICED,
  type ReplayPlan,
  readingTime,
  type RunPlace,
} from '../../replay/index.ts';
import { number, plural } from '../plural.ts';
import { bytesText, durationText, rangeText, usdText } from './amounts.ts';
import type { MadePlan } from './make-plan.ts';

/** Invocations at a time, as a deployment allows them by itself (`replayMaxConcurrency`): live scans keep the rest. */
export const AWS_CONCURRENCY = 20;

/** What a run takes at a number of workers. */
export interface RunTime {
  readonly workers: number;
  readonly lowSeconds: number;
  readonly highSeconds: number;
}

/**
 * Divides the work evenly: no object is so large that it outlasts the rest. Of `given` workers those that have something to do:
 * on AWS a batch each, here an object.
 */
export function runTimeOf({ plan, estimated }: MadePlan, given: number): RunTime {
  const shares = estimated.place === 'aws' ? batchesOf(estimated) : plan.objects;
  const workers = Math.max(1, Math.min(given, shares));
  const { lowSeconds, highSeconds } = readingTime(estimated);
  const { passes } = plan.estimate;
  return {
    workers,
    lowSeconds: (lowSeconds * Math.floor(passes)) / workers,
    highSeconds: (highSeconds * Math.ceil(passes)) / workers,
  };
}

/** All that is said of a plan. `folder` is where it is. */
export function planText(made: MadePlan, time: RunTime, folder: string): string {
  const { plan, estimated, empty, outside } = made;
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
          `${rangeText(usdText(estimate.lowUsd), usdText(estimate.highUsd))} in all, ${WHERE[estimated.place]} (prices of ${PRICED.region}, ${PRICED.date}: docs/cost.md)\n`,
        ]),
    `${rangeText(durationText(time.lowSeconds), durationText(time.highSeconds))} with ${plural(time.workers, 'worker')}\n`,
    ...(plan.objects === 0
      ? []
      : [`next: replay run ${safeText(folder)}${NEXT[estimated.place]}\n`]),
  ].join('');
}

const WHERE: Readonly<Record<RunPlace, string>> = { aws: 'on AWS', here: 'on this machine' };
const NEXT: Readonly<Record<RunPlace, string>> = { aws: ' --on aws --stack NAME', here: '' };

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
  const isShort = quantity < 100 && !Number.isInteger(quantity);
  const amount = isShort ? quantity.toFixed(2) : number(Math.round(quantity));
  const price = usdPerUnit.toLocaleString('en-US', { maximumFractionDigits: 12 });
  const range = rangeText(usdText(lowUsd), usdText(highUsd));
  return `  ${range.padEnd(22)} ${what}: ${amount} ${unit} at $${price}\n`;
}
