// Names of parts → one table and its goals, printed or as JSON; 1 where a goal is missed.

import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf, judgeGoals } from '../goals.ts';
import { outputOf } from './child-json.ts';
import { measureGrowth } from './growth.ts';
import { measureLambda } from './lambda.ts';
import { goalLines, sectionLines, TABLE_HEAD } from './print-table.ts';
import type { Extent, Section } from './row.ts';
import { measureRules } from './rules.ts';
import { measureSmb } from './smb.ts';
import { hasTool } from './tools.ts';
import { measureWorkers } from './workers.ts';

/** Measures a part of the table, given a folder of its own. */
type Part = (folder: string, extent: Extent) => Promise<readonly Section[]>;

/** In the order of the table. */
export const PARTS = {
  smb: measureSmb,
  workers: measureWorkers,
  sigmahq: measureEngine,
  rules: measureRules,
  growth: measureGrowth,
  lambda: measureLambda,
} as const satisfies Readonly<Record<string, Part>>;

/** One of them. */
export type PartName = keyof typeof PARTS;

/** What is wanted of the table. */
export interface TableRequest extends Extent {
  readonly parts: readonly PartName[];
  readonly isJson: boolean;
}

/** True for the name of a part. */
export function isPart(name: string): name is PartName {
  return Object.hasOwn(PARTS, name);
}

/** Measures and prints; returns an exit code. Each section is printed as soon as it is measured. */
export async function benchTable(
  { parts, isJson, ...extent }: TableRequest,
  print: (line: string) => void,
): Promise<number> {
  if (!hasTool('taskset')) {
    print('not measured: it takes taskset, which pins a process to a core');
    return 0;
  }
  const say = isJson ? () => undefined : print;
  const machine = machineOf();
  say(`${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, load ${machine.load}`);
  say('speeds are of raw log; of processor time, but where the clock is named');
  say('');
  say(TABLE_HEAD);
  const sections: Section[] = [];
  for (const part of parts) {
    for (const section of await inFolder((folder) => PARTS[part](folder, extent))) {
      sections.push(section);
      for (const line of sectionLines(section)) say(line);
    }
  }
  const values = Object.assign({}, ...sections.map((section) => section.values));
  const verdicts = judgeGoals(values);
  for (const line of goalLines(verdicts)) say(line);
  if (isJson) print(JSON.stringify({ machine, sections, goals: verdicts }, undefined, 2));
  return exitCodeOf(verdicts);
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-table-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the figures depend on. The load is what others do: above 0 when it begins, the machine is not ours alone. */
function machineOf() {
  const [load = Number.NaN] = loadavg();
  return {
    cpu: cpus()[0]?.model ?? 'unknown processor',
    cores: availableParallelism(),
    node: process.versions.node,
    load: Number(load.toFixed(1)),
  };
}

/** In a process of its own: thousands of compiled rules would stay in this one. */
async function measureEngine(): Promise<readonly Section[]> {
  const section: Section = JSON.parse(await outputOf('table/engine-main.ts'));
  return [section];
}
