// A plan × rules → a run on this machine: both passes and the judge, each going on where an earlier process met its end.

import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { DECODER } from '../../decode/index.ts';
import type { OpenedPlan } from '../../adapters/local/index.ts';
import type { Finding, ScanCounts } from '../../model/index.ts';
import {
  createPassDeps,
  type FoundLine,
  type ObjectResult,
  type PassDeps,
  type PlannedObject,
  type ReplayPass,
} from '../../replay/index.ts';
import type { RulePack } from '../rule-pack.ts';
import type { Entered } from './enter-objects.ts';
import { type EndedLine, Journal } from './journal.ts';
import { judgeJournal } from './judge-journal.ts';
import { WorkerPool } from './pool.ts';
import { type PassControl, readPass, writeWanted } from './read-plan.ts';
import { type KnownRun, lockRun, writeWhole } from './run-folder.ts';
import type { RunProgress } from './run-progress.ts';
import { mostRequests, readPrices, Spend } from './spend.ts';
import type { WorkerSetup } from './worker-messages.ts';

/** What a run is given. */
export interface RunInput {
  readonly opened: OpenedPlan;
  readonly run: KnownRun;
  readonly pack: Pick<RulePack, 'rules' | 'correlations'>;
  readonly setup: Omit<WorkerSetup, 'wantedFile'>;
  readonly jobs: number;
  readonly budgetUsd: number;
  readonly progress: RunProgress;
  /** Objects that failed or were incomplete are read again. */
  readonly retriesFailed: boolean;
  /** Keeps what was found where the deployment keeps it. @default it is kept in the run's folder alone */
  readonly record?: RecordFound;
  /** Enters the objects that were read where the deployment enters its own. @default they are entered nowhere */
  readonly enter?: (entered: Entered) => Promise<void>;
}

/** Says of each finding whether this run is the first to know of it. */
export type RecordFound = (judged: {
  readonly parts: Awaited<ReturnType<typeof judgeJournal>>['parts'];
  readonly findings: readonly Finding[];
}) => Promise<readonly FoundLine[]>;

/** How a run ended for now. */
export interface RunEnd {
  readonly kind: 'finished' | 'interrupted' | 'over-budget';
  readonly usd: number;
  /** Of the end: absent before. */
  readonly summary?: RunSummary;
}

/** What is said of a run that ended. */
export interface RunSummary {
  readonly counts: ScanCounts;
  readonly findings: { readonly new: number; readonly known: number };
  readonly objects: Readonly<Record<ObjectResult['fate'], number>>;
  readonly overflowed: number;
  readonly s3Requests: number;
  readonly bytes: number;
  readonly usd: number;
}

/** Runs it until its end, the signal or the budget. */
export async function runPlan(input: RunInput, signal: AbortSignal): Promise<RunEnd> {
  const { run, opened, setup, budgetUsd } = input;
  const unlock = lockRun(run.files);
  // Of an end before this one.
  rmSync(run.files.summary, { force: true });
  const journal = await Journal.open(run.files.journal, opened.plan.objects);
  const pool = new WorkerPool({ ...setup, wantedFile: run.files.wanted });
  const spend = new Spend(readPrices(opened.plan), budgetUsd, await mostRequests(opened.plan));
  try {
    spend.add(journal.usd);
    const reading = { objects: objectsOf(input, journal), journal, pool };
    const deps = passDeps(input);
    let end = await readPass('find', reading, controlOf('find', input, journal, spend, signal));
    if (end === 'finished') {
      const wanted = await writeWanted(journal, deps, run.files.wanted);
      if (wanted !== undefined) {
        const control = controlOf('starts', input, journal, spend, signal);
        end = await readPass('starts', readable(reading, journal), control);
      }
    }
    input.progress.stop();
    if (end === 'stopped') {
      return { kind: signal.aborted ? 'interrupted' : 'over-budget', usd: spend.usd };
    }
    const summary = await finish(input, journal, deps, spend.usd);
    return { kind: 'finished', usd: spend.usd, summary };
  } finally {
    input.progress.stop();
    await pool.close();
    journal.close();
    unlock();
  }
}

function passDeps({ pack, setup }: RunInput): PassDeps {
  const { tenant, source, mapSecurityEvents } = setup;
  return createPassDeps(
    { tenant, source, mapSecurityEvents, ...pack },
    { decoder: DECODER, quarantine: { keep: async () => undefined } },
  );
}

function objectsOf({ opened, retriesFailed }: RunInput, journal: Journal) {
  if (retriesFailed) journal.forgetFailed();
  return () => opened.objects();
}

/** What the first pass could not read has no starts to look for. */
function readable<T extends { objects: () => AsyncIterable<PlannedObject> }>(
  reading: T,
  journal: Journal,
): T {
  return {
    ...reading,
    async *objects() {
      for await (const object of reading.objects()) {
        if (journal.wasRead(object.index)) yield object;
      }
    },
  };
}

function controlOf(
  pass: ReplayPass,
  { opened, jobs, progress }: RunInput,
  journal: Journal,
  spend: Spend,
  signal: AbortSignal,
): PassControl {
  const startedMs = performance.now();
  const read = { bytes: 0, objects: 0 };
  const show = () =>
    progress.show({
      pass,
      done: journal.countEnded(pass),
      of: opened.plan.objects,
      ...read,
      seconds: (performance.now() - startedMs) / 1_000,
      usd: spend.usd,
    });
  return {
    jobs,
    isStopped: () => signal.aborted,
    mayRead: (object) => spend.allow(object),
    priceOf: (object, done) => spend.spend(object, done),
    onDone(done) {
      read.bytes += done.bytes;
      read.objects++;
      show();
    },
  };
}

/** Judges, and writes what came of it; the summary last: a run that has one has ended. */
async function finish(
  input: RunInput,
  journal: Journal,
  deps: PassDeps,
  usd: number,
): Promise<RunSummary> {
  const { run, opened, record = allNew } = input;
  const judged = await judgeJournal(journal, deps);
  const found = await record(judged);
  writeWhole(run.files.findings, toLines(found));
  const { fates, ...used } = await writeResults(journal, run.files.results);
  await input.enter?.({
    objects: opened.objects,
    journal,
    parts: judged.parts,
    tenant: opened.plan.tenant,
    ruleset: run.settings.ruleset,
  });
  const countFound = (fate: FoundLine['fate']) => found.filter((one) => one.fate === fate).length;
  const summary: RunSummary = {
    counts: judged.counts,
    findings: { new: countFound('new'), known: countFound('known') },
    objects: fates,
    overflowed: judged.overflowed,
    ...used,
    usd,
  };
  writeWhole(run.files.summary, `${JSON.stringify(summary, undefined, 2)}\n`);
  return summary;
}

const allNew: RecordFound = async ({ findings }) =>
  findings.map((finding): FoundLine => ({ fate: 'new', finding }));

/**
 * A line a reading that counts; gives what became of the objects, and what was used. An object that the first pass read to its
 * end and the second did not counts as the second left it: starts that it has were not seen.
 */
async function writeResults(journal: Journal, path: string) {
  const fates = { scanned: 0, incomplete: 0, gone: 0, changed: 0, failed: 0 };
  const used = { s3Requests: 0, bytes: 0 };
  const descriptor = openSync(`${path}.part`, 'w');
  try {
    for await (const line of journal.read()) {
      if (line.kind !== 'done') continue;
      if (line.pass === 'find') fates[fateOf(line, journal)]++;
      used.s3Requests += line.s3Requests;
      used.bytes += line.bytes;
      writeSync(descriptor, `${JSON.stringify(toResult(line))}\n`);
    }
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.part`, path);
  return { fates, ...used };
}

function fateOf({ fate, index }: EndedLine, journal: Journal): ObjectResult['fate'] {
  return fate === 'scanned' ? (journal.unseen(index) ?? fate) : fate;
}

function toResult({ index, object, pass, fate, cause, counts, rejected }: EndedLine): ObjectResult {
  return {
    index,
    object,
    pass,
    fate,
    ...(cause === undefined ? {} : { cause }),
    ...(counts === undefined ? {} : { counts }),
    ...(rejected === undefined ? {} : { rejected }),
  };
}

function toLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}
