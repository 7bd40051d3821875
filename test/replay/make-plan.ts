// Logs → files below a folder, and a plan of objects as tests have them.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { draftPlan } from '../../bench/draft-plan.ts';
import type { Undrafted } from '../../src/adapters/local/index.ts';
import type { CostLine, ReplayPlan } from '../../src/replay/index.ts';
import type { LogObject } from './attacks.ts';

/** Whose logs they are. */
export const TENANT = 'acme';

/** Writes objects as files below a folder. */
export function writeLogs(folder: string, objects: readonly LogObject[]): readonly string[] {
  return objects.map(({ name, bytes }) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  });
}

/** Makes the plan; requests cost what `lines` say. */
export function makePlan(
  folder: string,
  objects: readonly Undrafted[],
  lines: readonly CostLine[] = [],
): Promise<ReplayPlan> {
  return draftPlan(folder, objects, { tenant: TENANT, lines });
}
