// Objects that are there → a plan of them in a folder, without asking what it costs.

import { statSync } from 'node:fs';
import { createPlanDraft, type Undrafted } from '../src/adapters/local/index.ts';
import { type CostLine, PLAN_FORMAT, planIdOf, type ReplayPlan } from '../src/replay/index.ts';

/** Whose logs they are, and what requests cost. */
export interface PlanTerms {
  readonly tenant: string;
  readonly lines?: readonly CostLine[];
}

/** A file as a plan names it. */
export function plannedFile(path: string): Undrafted {
  const { size, mtimeMs } = statSync(path);
  return { path, size, modified: new Date(mtimeMs).toISOString() };
}

/** Makes the plan. */
export async function draftPlan(
  folder: string,
  objects: readonly Undrafted[],
  { tenant, lines = [] }: PlanTerms,
): Promise<ReplayPlan> {
  const draft = await createPlanDraft(folder, { kind: 'objects that are there' });
  for (const object of objects) draft.add(object, false);
  const { sha256 } = await draft.seal();
  const { planned, byStorageClass, needsRestore } = draft.totals;
  const plan: ReplayPlan = {
    format: PLAN_FORMAT,
    id: planIdOf({ tenant, manifestSha256: sha256 }),
    created: '2026-11-30T00:00:00.000Z',
    place: { kind: 'folder', path: folder },
    tenant,
    ...planned,
    byStorageClass,
    needsRestore,
    manifestSha256: sha256,
    estimate: { sampled: 0, passes: 2, lines, lowUsd: 0, highUsd: 0 },
  };
  await draft.finish(plan);
  return plan;
}
