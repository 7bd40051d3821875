// Objects that are there → a plan of them in a folder, without asking what it costs.

import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createPlanDraft, type Undrafted } from '../../src/adapters/local/index.ts';
import { type CostLine, PLAN_FORMAT, planIdOf, type ReplayPlan } from '../../src/replay/index.ts';
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

/** A file as a plan names it. */
export function plannedFile(path: string): Undrafted {
  const { size, mtimeMs } = statSync(path);
  return { path, size, modified: new Date(mtimeMs).toISOString() };
}

/** Makes the plan; requests cost what `lines` say. */
export async function makePlan(
  folder: string,
  objects: readonly Undrafted[],
  lines: readonly CostLine[] = [],
): Promise<ReplayPlan> {
  const draft = await createPlanDraft(folder, { kind: 'test' });
  for (const object of objects) draft.add(object, false);
  const { sha256 } = await draft.seal();
  const { planned, byStorageClass, needsRestore } = draft.totals;
  const plan: ReplayPlan = {
    format: PLAN_FORMAT,
    id: planIdOf({ tenant: TENANT, manifestSha256: sha256 }),
    created: '2026-11-30T00:00:00.000Z',
    place: { kind: 'folder', path: folder },
    tenant: TENANT,
    ...planned,
    byStorageClass,
    needsRestore,
    manifestSha256: sha256,
    estimate: { sampled: 0, passes: 2, lines, lowUsd: 0, highUsd: 0 },
  };
  await draft.finish(plan);
  return plan;
}
