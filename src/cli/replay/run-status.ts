// A run's journal → how far it is.

import { existsSync } from 'node:fs';
import { safeText } from '../../model/index.ts';
import type { ObjectFate } from '../../replay/index.ts';
import { number, plural } from '../plural.ts';
import { badFates } from './fates-text.ts';
import { Journal } from './journal.ts';
import type { KnownRun } from './run-folder.ts';
import { durationText, usdText } from './amounts.ts';

/** How far a run is. */
export interface RunStatus {
  readonly run: string;
  readonly started: string;
  readonly state: 'running' | 'stopped' | 'finished';
  /** The process that is at it. */
  readonly pid: number | undefined;
  readonly objects: number;
  /** Objects read in each pass. */
  readonly found: number;
  readonly startsRead: number;
  /** Of the first pass. */
  readonly fates: Readonly<Record<ObjectFate, number>>;
  readonly usd: number;
  /** Objects a second since the run was begun, in either pass, times when nobody was at it included; absent where none was read. */
  readonly rate?: number;
  /** Until both passes have read every object, at that rate: the most that it takes. Of a run that somebody is at. */
  readonly secondsLeft?: number;
}

/** Reads it; a process that is at the run is not disturbed. */
export async function statusOf(
  { settings, files, isFinished }: KnownRun,
  objects: number,
  pid: number | undefined,
  nowMs: number,
): Promise<RunStatus> {
  const fates = { scanned: 0, incomplete: 0, gone: 0, changed: 0, failed: 0 };
  let usd = 0;
  let startsRead = 0;
  if (existsSync(files.journal)) {
    const journal = await Journal.openToRead(files.journal, objects);
    startsRead = journal.countEnded('starts');
    for await (const line of journal.read()) {
      if (line.kind !== 'done') continue;
      usd += line.usd;
      if (line.pass === 'find') fates[line.fate]++;
    }
    journal.close();
  }
  const found = Object.values(fates).reduce((sum, count) => sum + count, 0);
  const state = isFinished ? 'finished' : pid === undefined ? 'stopped' : 'running';
  const { id: run, started } = settings;
  const pace = state === 'running' ? paceOf(started, nowMs, found + startsRead, 2 * objects) : {};
  return { run, started, state, pid, objects, found, startsRead, fates, usd, ...pace };
}

function paceOf(started: string, nowMs: number, done: number, of: number) {
  const seconds = (nowMs - Date.parse(started)) / 1_000;
  if (done === 0 || !(seconds > 0)) return {};
  const rate = done / seconds;
  return { rate, secondsLeft: (of - done) / rate };
}

/** For people. */
export function statusText(status: RunStatus, plan: string): string {
  const { run, state, pid, objects, found, startsRead, fates, usd, started } = status;
  const next = {
    finished: `replay report ${plan}`,
    stopped: `replay run ${plan}`,
    running: `replay status ${plan}`,
  };
  const lines = [
    `run ${run}, begun ${started}: ${state}${pid === undefined ? '' : ` by process ${pid}`}`,
    [`pass 1: ${number(found)} of ${plural(objects, 'object')}`, ...badFates(fates)].join(', '),
    `pass 2: ${plural(startsRead, 'object')} read`,
    ...paceLines(status),
    ...(usd > 0 ? [`${usdText(usd)} spent`] : []),
    `next: ${next[state]}`,
  ];
  return lines.map((line) => `${safeText(line)}\n`).join('');
}

function paceLines({ rate, secondsLeft }: RunStatus): readonly string[] {
  if (rate === undefined || secondsLeft === undefined) return [];
  return [`${rate.toFixed(1)} objects a second; at most ${durationText(secondsLeft)} left`];
}
