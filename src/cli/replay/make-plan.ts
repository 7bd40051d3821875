// A place → a plan in a folder: listed, sampled, priced. Ended at any time, the same call goes on.

import { relative } from 'node:path';
import { createPlanDraft, type DraftRequest, type PlanDraft } from '../../adapters/local/index.ts';
import {
  type Estimated,
  estimatePlan,
  needsRestore,
  PLAN_FORMAT,
  planIdOf,
  type PlanPlace,
  type ReplayPlan,
  type RunPlace,
  type Sampled,
} from '../../replay/index.ts';
import { EnvironmentError } from '../errors.ts';
import { type Listed, listPlace, type ListOptions } from './list-place.ts';
import type { ListPlace } from './place.ts';
import { type SampledPlan, samplePlanned } from './sample-plan.ts';

/** What a plan is asked to hold. */
export interface PlanRequest {
  readonly place: ListPlace;
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** @default all */
  readonly storageClasses: readonly string[];
  readonly tenant: string;
  readonly source?: string | undefined;
  readonly runPlace: RunPlace;
  /** Objects that are read to estimate, at most. */
  readonly sample: number;
}

/** What it is made with. */
export interface PlanDeps extends Omit<ListOptions, 'after'> {
  readonly nowMs: number;
  /** Reads some objects. */
  readonly sampleOf: (picked: SampledPlan) => Promise<Sampled | undefined>;
  /** Told of each batch. */
  readonly onListed: (objects: number) => void;
  readonly onListedAll: () => void;
}

/** A plan that was made, and what is known beside it. */
export interface MadePlan {
  readonly plan: ReplayPlan;
  readonly estimated: Estimated;
  /** Objects left out: without bytes; by time, class, prefix or version. */
  readonly empty: number;
  readonly outside: number;
}

/** Pages of a thousand keys, between which nothing is noted. */
const BATCHES_PER_CHECKPOINT = 20;
/** The same, between which garbage is kept. */
const BATCHES_PER_COLLECTION = 5;

/** Makes it. Throws PlanError, EnvironmentError, and what S3 answers. */
export async function makePlan(
  folder: string,
  request: PlanRequest,
  deps: PlanDeps,
): Promise<MadePlan> {
  refuseInside(folder, request.place);
  const draft = await createPlanDraft(folder, draftRequest(request));
  try {
    const listing = await listPlace(request.place, { ...deps, after: draft.after });
    await listInto(draft, listing.batches, request, deps);
    deps.onListedAll();
    return await finishPlan(draft, listing.place, request, deps);
  } catch (thrown) {
    await draft.close();
    throw thrown;
  }
}

async function listInto(
  draft: PlanDraft,
  batches: AsyncIterable<{
    readonly objects: readonly Listed[];
    readonly requests: number;
    readonly after?: string;
  }>,
  request: PlanRequest,
  { onListed, signal }: PlanDeps,
): Promise<void> {
  let since = 0;
  let last: string | undefined;
  for await (const { objects, requests, after } of batches) {
    draft.count({ requests });
    for (const listed of objects) enter(draft, listed, request);
    onListed(objects.length);
    last = after ?? last;
    since++;
    if (after === undefined) await draft.flush();
    else if (since >= BATCHES_PER_CHECKPOINT || signal.aborted) {
      await draft.checkpoint(after);
      since = 0;
    }
    // Bodies of answers lie outside of V8's heap, which sees no need to hurry (ADR 0127).
    if (since % BATCHES_PER_COLLECTION === 0) globalThis.gc?.();
    signal.throwIfAborted();
  }
  await draft.checkpoint(last ?? draft.after ?? '');
}

function enter(draft: PlanDraft, listed: Listed, request: PlanRequest): void {
  const { sinceMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = request;
  const { object, modifiedMs, stored, isOther } = listed;
  const { storageClasses } = request;
  const isClass =
    storageClasses.length === 0 || storageClasses.includes(stored.storageClass ?? 'STANDARD');
  if (isOther === true || modifiedMs < sinceMs || modifiedMs >= untilMs || !isClass) {
    draft.count({ outside: 1 });
  } else if (object.size === 0) {
    // Marks of folders, and objects that hold nothing.
    draft.count({ empty: 1 });
  } else draft.add(object, needsRestore(stored));
}

/** What is said of a plan beside its objects. */
export type PlanTerms = Pick<
  PlanRequest,
  'sinceMs' | 'untilMs' | 'tenant' | 'source' | 'runPlace' | 'sample'
>;

/** What was drafted → the plan: sampled, priced, its files named. */
export async function finishPlan(
  draft: PlanDraft,
  place: PlanPlace,
  request: PlanTerms,
  { sampleOf, nowMs }: Pick<PlanDeps, 'sampleOf' | 'nowMs'>,
): Promise<MadePlan> {
  const { path, bytes, sha256 } = await draft.seal();
  const { planned, byStorageClass, needsRestore: archived, requests, ...left } = draft.totals;
  const picked = await samplePlanned(path, bytes, request.sample);
  const estimated: Estimated = {
    ...planned,
    byStorageClass,
    listRequests: requests,
    sample: picked.length === 0 ? undefined : await sampleOf(picked),
    place: request.runPlace,
    isInS3: place.kind !== 'folder',
  };
  const { sinceMs, untilMs, tenant, source } = request;
  const plan: ReplayPlan = {
    format: PLAN_FORMAT,
    id: planIdOf({ tenant, source, manifestSha256: sha256 }),
    created: new Date(nowMs).toISOString(),
    place,
    ...(sinceMs === undefined ? {} : { sinceMs }),
    ...(untilMs === undefined ? {} : { untilMs }),
    tenant,
    ...(source === undefined ? {} : { source }),
    ...planned,
    byStorageClass,
    needsRestore: archived,
    manifestSha256: sha256,
    estimate: estimatePlan(estimated),
  };
  await draft.finish(plan);
  return { plan, estimated, empty: left.empty, outside: left.outside };
}

/** All that decides which objects a plan holds, and whose they are. */
function draftRequest(request: PlanRequest): DraftRequest {
  const { place, sinceMs, untilMs, storageClasses, tenant, source } = request;
  return {
    place: placeText(place),
    ...(sinceMs === undefined ? {} : { since: sinceMs }),
    ...(untilMs === undefined ? {} : { until: untilMs }),
    ...(storageClasses.length === 0 ? {} : { storageClasses: storageClasses.toSorted().join() }),
    tenant,
    ...(source === undefined ? {} : { source }),
  };
}

function placeText(place: ListPlace): string {
  switch (place.kind) {
    case 's3':
      return `s3://${place.bucket}/${place.prefix}`;
    case 'folder':
      return place.path;
    case 'inventory': {
      const of = place.of === undefined ? '' : ` of s3://${place.of.bucket}/${place.of.prefix}`;
      return `s3://${place.manifest.bucket}/${place.manifest.key}${of}`;
    }
  }
}

/** Else a plan would list its own files. */
function refuseInside(folder: string, place: ListPlace): void {
  if (place.kind !== 'folder') return;
  const path = relative(place.path, folder);
  if (path !== '' && (path.startsWith('..') || path.startsWith('/'))) return;
  throw new EnvironmentError(`--out ${folder} lies in ${place.path}, which is to be planned`);
}
