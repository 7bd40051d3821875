// A run's folder below its plan: what it was started with, its journal, its lock, and what came of it.

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, parseJson } from '../../model/index.ts';
import type { RunSettings } from '../../replay/index.ts';
import { EnvironmentError, reasonOf } from '../errors.ts';

/** Files of a run. */
export interface RunFiles {
  readonly folder: string;
  readonly settings: string;
  readonly journal: string;
  readonly lock: string;
  /** The filter that the second pass asks. */
  readonly wanted: string;
  /** A `FoundLine` a line. There once the run has ended. */
  readonly findings: string;
  /** An `ObjectResult` a line. */
  readonly results: string;
  readonly summary: string;
  /** Where the run is, if it is on AWS. */
  readonly aws: string;
}

/** A run that was begun. */
export interface KnownRun {
  readonly settings: RunSettings;
  readonly files: RunFiles;
  readonly isFinished: boolean;
}

/** Below the plan's folder. */
const RUNS = 'runs';

/** Names them. */
export function runFiles(planFolder: string, run: string): RunFiles {
  const folder = join(planFolder, RUNS, run);
  const file = (name: string) => join(folder, name);
  return {
    folder,
    settings: file('settings.json'),
    journal: file('journal.ndjson'),
    lock: file('lock'),
    wanted: file('wanted.bin'),
    findings: file('findings.ndjson'),
    results: file('results.ndjson'),
    summary: file('summary.json'),
    aws: file('aws.json'),
  };
}

/** The plan's runs, the oldest first. */
export function listRuns(planFolder: string): readonly KnownRun[] {
  const folder = join(planFolder, RUNS);
  if (!existsSync(folder)) return [];
  const runs = readdirSync(folder).flatMap((run): readonly KnownRun[] => {
    const files = runFiles(planFolder, run);
    if (!existsSync(files.settings)) return [];
    const settings = readSettings(files.settings);
    return [{ settings, files, isFinished: existsSync(files.summary) }];
  });
  return runs.sort((a, b) => (a.settings.started < b.settings.started ? -1 : 1));
}

/** Begins a run. */
export function beginRun(planFolder: string, settings: RunSettings): KnownRun {
  const files = runFiles(planFolder, settings.id);
  mkdirSync(files.folder, { recursive: true });
  writeWhole(files.settings, `${JSON.stringify(settings, undefined, 2)}\n`);
  return { settings, files, isFinished: false };
}

/** Writes a file so that it is there whole or not at all. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  writeFileSync(`${path}.part`, content);
  renameSync(`${path}.part`, path);
}

/** Takes the run for this process; gives what lets it go. Throws where another process that is alive has it. */
export function lockRun({ lock, folder }: RunFiles): () => void {
  const holder = lockHolder(lock);
  if (holder !== undefined) {
    throw new EnvironmentError(
      `${folder}: process ${holder} is at this run; wait for it, or stop it`,
    );
  }
  rmSync(lock, { force: true });
  try {
    writeFileSync(lock, `${process.pid}\n`, { flag: 'wx' });
  } catch (cause) {
    throw new EnvironmentError(`${lock} cannot be made: ${reasonOf(cause)}`, { cause });
  }
  return () => rmSync(lock, { force: true });
}

/** The process that has the run; undefined where there is none, or it is dead. */
export function lockHolder(lock: string): number | undefined {
  if (!existsSync(lock)) return undefined;
  const pid = Number(readFileSync(lock, 'utf8').trim());
  return Number.isSafeInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid)
    ? pid
    : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // Of another user's process: it is there.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM';
  }
}

function readSettings(path: string): RunSettings {
  const value = parseJson(readFileSync(path, 'utf8'));
  const { id, plan, ruleset, isPaging, stateTable, started } = isJsonObject(value) ? value : {};
  const isWhole =
    typeof id === 'string' &&
    typeof plan === 'string' &&
    typeof ruleset === 'string' &&
    typeof isPaging === 'boolean' &&
    (stateTable === undefined || typeof stateTable === 'string') &&
    typeof started === 'string';
  if (isWhole) {
    const named = stateTable === undefined ? {} : { stateTable };
    return { id, plan, ruleset, isPaging, ...named, started };
  }
  throw new EnvironmentError(`${path} is damaged: expected the settings of a run`);
}
