// A run on AWS → how far it is; once it has ended, its files in the run's folder, as those of a run on this machine.

import { closeSync, openSync, renameSync, writeSync } from 'node:fs';
import type { Execution, MapRun } from '../../adapters/aws/index.ts';
import { safeText, type ScanCounts } from '../../model/index.ts';
import { sumCounts } from '../../pipeline/index.ts';
import type { RunFiles } from '../../ports/index.ts';
import type { FoundLine, ObjectResult } from '../../replay/index.ts';
import { EnvironmentError } from '../errors.ts';
import { number } from '../plural.ts';
import type { AwsRun } from './aws-run.ts';
import { type KnownRun, writeWhole } from './run-folder.ts';
import { durationText } from './amounts.ts';
import type { RunSummary } from './run-plan.ts';

/** How far it is. */
export interface AwsStatus extends Execution {
  readonly run: string;
  readonly started: string;
  readonly executionArn: string;
  readonly maps: readonly MapRun[];
  /** Until both passes have read every object, at the pace since the run was begun. */
  readonly secondsLeft?: number;
}

/** Asks Step Functions; and fetches the files of a run that succeeded, if they are not there yet. */
export async function statusOnAws(
  run: KnownRun,
  aws: AwsRun,
  { objects, nowMs, endpoint }: { objects: number; nowMs: number; endpoint: string | undefined },
): Promise<AwsStatus> {
  const { createReplayExecutions } = await import('../../adapters/aws/index.ts');
  const executions = createReplayExecutions({ region: aws.region, endpoint });
  try {
    const execution = await executions.describe(aws.executionArn);
    const maps = await executions.maps(aws.executionArn);
    if (execution.status === 'SUCCEEDED' && !run.isFinished) await fetchRun(run, aws, endpoint);
    const { id, started } = run.settings;
    const left = execution.status === 'RUNNING' ? leftOf(maps, objects, started, nowMs) : {};
    return { run: id, started, executionArn: aws.executionArn, ...execution, maps, ...left };
  } finally {
    await executions.close();
  }
}

function leftOf(maps: readonly MapRun[], objects: number, started: string, nowMs: number) {
  const done = maps.reduce((sum, { items }) => sum + items.succeeded + items.failed, 0);
  const seconds = (nowMs - Date.parse(started)) / 1_000;
  if (done === 0 || !(seconds > 0)) return {};
  return { secondsLeft: (seconds / done) * Math.max(0, 2 * objects - done) };
}

/** Begins again what has not succeeded. Throws EnvironmentError where Step Functions lets nobody. */
export async function redriveOnAws(aws: AwsRun, endpoint: string | undefined): Promise<void> {
  const { createReplayExecutions } = await import('../../adapters/aws/index.ts');
  const executions = createReplayExecutions({ region: aws.region, endpoint });
  try {
    const {
      status,
      isRedrivable,
      cause = 'no cause is given',
    } = await executions.describe(aws.executionArn);
    if (!isRedrivable) {
      throw new EnvironmentError(
        `${aws.executionArn} is ${status} and cannot be redriven (${safeText(cause)}); begin another run with --new`,
      );
    }
    await executions.redrive(aws.executionArn);
  } finally {
    await executions.close();
  }
}

/** For people. */
export function awsStatusText(status: AwsStatus, folder: string): string {
  const { run, started, status: state, cause, maps, secondsLeft, isRedrivable } = status;
  const plan = safeText(folder);
  const next =
    state === 'SUCCEEDED'
      ? `replay report ${plan}`
      : isRedrivable
        ? `replay run ${plan} --on aws --redrive`
        : `replay status ${plan}`;
  return [
    `run ${run}, begun ${started}: ${state} on AWS\n`,
    ...(cause === undefined ? [] : [`${safeText(cause)}\n`]),
    ...maps.map(({ name, items }) => {
      const failed = items.failed > 0 ? `, ${number(items.failed)} failed` : '';
      return `${safeText(name)}: ${number(items.succeeded)} of ${number(items.total)} objects, ${number(items.running)} in hand${failed}\n`;
    }),
    ...(secondsLeft === undefined ? [] : [`${durationText(secondsLeft)} left at most\n`]),
    `next: ${next}\n`,
  ].join('');
}

/** A line of a batch's file, as the function writes it. */
type FileLine =
  | ({ readonly kind: 'object' } & ObjectResult)
  | { readonly kind: 'found' }
  | { readonly kind: 'wanted' };

async function fetchRun(run: KnownRun, aws: AwsRun, endpoint: string | undefined): Promise<void> {
  const { createS3ReadClient, createS3RunFiles } = await import('../../adapters/aws/index.ts');
  const client = createS3ReadClient({
    region: aws.region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
  const files = createS3RunFiles(client, { bucket: aws.bucket, prefix: 'replays/runs/' });
  const { id } = run.settings;
  const found = await files.read(`${id}/findings.ndjson`);
  if (found === undefined) {
    throw new EnvironmentError(`s3://${aws.bucket}/replays/runs/${id}/ has no findings.ndjson`);
  }
  writeWhole(run.files.findings, found);
  const results = await fetchResults(files, id, run.files.results);
  const fates = countFates(found);
  const summary: RunSummary = {
    ...results,
    findings: fates,
    overflowed: 0,
    s3Requests: 0,
    bytes: 0,
    usd: 0,
  };
  writeWhole(run.files.summary, `${JSON.stringify(summary, undefined, 2)}\n`);
}

async function fetchResults(files: RunFiles, id: string, path: string) {
  const objects = { scanned: 0, incomplete: 0, gone: 0, changed: 0, failed: 0 };
  let counts: ScanCounts = sumCounts([]);
  const descriptor = openSync(`${path}.part`, 'w');
  try {
    for (const pass of ['find', 'starts']) {
      for await (const key of files.list(`${id}/${pass}/`)) {
        for (const line of await objectLines(files, key)) {
          if (pass === 'find') objects[line.fate]++;
          if (line.counts !== undefined) counts = sumCounts([counts, line.counts]);
          writeSync(descriptor, `${JSON.stringify(line)}\n`);
        }
      }
    }
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.part`, path);
  return { objects, counts };
}

async function objectLines(files: RunFiles, key: string): Promise<readonly ObjectResult[]> {
  const texts = new TextDecoder().decode(await files.read(key)).split('\n');
  return texts.flatMap((text): readonly ObjectResult[] => {
    if (text === '') return [];
    const line: FileLine = JSON.parse(text);
    return line.kind === 'object' ? [line] : [];
  });
}

function countFates(found: Uint8Array): RunSummary['findings'] {
  const counts = { new: 0, known: 0 };
  for (const text of new TextDecoder().decode(found).split('\n')) {
    if (text === '') continue;
    const { fate }: FoundLine = JSON.parse(text);
    counts[fate]++;
  }
  return counts;
}
