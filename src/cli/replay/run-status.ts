// A run's journal → how far it is.

import { existsSync } from 'node:fs';
import { safeText } from '../../model/index.ts';
import type { ObjectFate } from '../../replay/index.ts';
import { number, plural } from '../plural.ts';
import { Journal } from './journal.ts';
import type { KnownRun } from './run-folder.ts';

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
}

/** Reads it; a process that is at the run is not disturbed. */
export async function statusOf(
  { settings, files, isFinished }: KnownRun,
  objects: number,
  pid: number | undefined,
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
  return { run, started, state, pid, objects, found, startsRead, fates, usd };
}

/** For people. */
export function statusText(status: RunStatus, plan: string): string {
  const { run, state, pid, objects, found, startsRead, fates, usd, started } = status;
  const bad = (['incomplete', 'failed', 'gone', 'changed'] as const)
    .filter((fate) => fates[fate] > 0)
    .map((fate) => `, ${number(fates[fate])} ${fate}`);
  const next = {
    finished: `replay report ${plan}`,
    stopped: `replay run ${plan}`,
    running: `replay status ${plan}`,
  };
  const lines = [
    `run ${run}, begun ${started}: ${state}${pid === undefined ? '' : ` by process ${pid}`}`,
    `pass 1: ${number(found)} of ${plural(objects, 'object')}${bad.join('')}`,
    `pass 2: ${plural(startsRead, 'object')} read`,
    ...(usd > 0 ? [`$${usd.toFixed(4)} spent`] : []),
    `next: ${next[state]}`,
  ];
  return lines.map((line) => `${safeText(line)}\n`).join('');
}
