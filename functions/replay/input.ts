// What the state machine hands to a step → the step, its run and its objects, checked. The shape is that of a child of
// Distributed Map with ItemBatcher, also where a step has no objects.
//
//   {"BatchInput": {"step": "find", "run": {…}, "after": "…"}, "Items": [{"index": 0, "bucket": …}, …]}

import { isJsonObject, type JsonObject } from '../../src/model/index.ts';
import { type BatchItem, parseBatchItem } from '../../src/replay/index.ts';
import { isSourceId, type SourceId } from '../../src/source/index.ts';

/** In the order in which they come. */
export const REPLAY_STEPS = [
  'begin',
  'find',
  'gather',
  'starts',
  'judge',
  'enter',
  'report',
] as const;

/** What is to be done. */
export type ReplayStep = (typeof REPLAY_STEPS)[number];

/** A run, as every step is told of it. */
export interface ReplayRun {
  /** `r1_` and 27 characters. */
  readonly id: string;
  readonly tenant: string;
  readonly source?: SourceId;
  readonly isPaging: boolean;
  /** ISO-8601 UTC. */
  readonly started: string;
  /** Objects of the plan. */
  readonly objects: number;
  /** As the first step found it; absent in the first step alone. */
  readonly ruleset?: string;
}

/** One invocation. */
export interface StepInput {
  readonly step: ReplayStep;
  readonly run: ReplayRun;
  readonly objects: readonly BatchItem[];
  /** Where a step that had no time for all goes on. */
  readonly after?: string;
  /** Batches that the run would have read at once. */
  readonly concurrency?: number;
}

/** What came is not what the state machine hands over. */
export class StepInputError extends Error {
  override readonly name = 'StepInputError';
}

const RUN_ID = /^r1_[A-Za-z0-9_-]{27}$/;

/** Reads it. Throws {@link StepInputError}: what was found where, and what is expected. */
export function parseStep(event: unknown): StepInput {
  const input = memberOf(event, 'BatchInput', 'the event');
  const step = REPLAY_STEPS.find((one) => one === input['step']);
  if (step === undefined)
    refuse('BatchInput.step', input['step'], `one of ${REPLAY_STEPS.join(', ')}`);
  const { Items: items = [] } = isJsonObject(event) ? event : {};
  if (!Array.isArray(items)) refuse('Items', items, 'a list of objects of a manifest');
  const { after, concurrency } = input;
  return {
    step,
    run: parseRun(memberOf(input, 'run', 'BatchInput')),
    objects: items.map(parseBatchItem),
    ...(typeof after === 'string' && after !== '' && { after }),
    ...(typeof concurrency === 'number' && { concurrency }),
  };
}

function parseRun(run: JsonObject): ReplayRun {
  const { id, tenant, source, isPaging, started, objects, ruleset } = run;
  if (typeof id !== 'string' || !RUN_ID.test(id)) refuse('run.id', id, 'r1_ and 27 characters');
  if (typeof tenant !== 'string') refuse('run.tenant', tenant, 'a tenant');
  if (typeof isPaging !== 'boolean') refuse('run.isPaging', isPaging, 'true or false');
  if (typeof objects !== 'number') refuse('run.objects', objects, 'how many objects the plan has');
  if (typeof started !== 'string' || Number.isNaN(Date.parse(started))) {
    refuse('run.started', started, 'a time');
  }
  return {
    id,
    tenant,
    isPaging,
    started,
    objects,
    ...sourceOf(source),
    ...(typeof ruleset === 'string' && { ruleset }),
  };
}

function sourceOf(source: unknown): Pick<ReplayRun, 'source'> {
  if (source === undefined || source === null || source === '') return {};
  if (typeof source === 'string' && isSourceId(source)) return { source };
  return refuse('run.source', source, 'a source');
}

function memberOf(value: unknown, name: string, where: string): JsonObject {
  const member = isJsonObject(value) ? value[name] : undefined;
  return isJsonObject(member) ? member : refuse(`${name} of ${where}`, member, 'an object');
}

function refuse(what: string, found: unknown, expected: string): never {
  const shown = (JSON.stringify(found) ?? 'nothing').slice(0, 200);
  throw new StepInputError(`${what}: found ${shown}, expected ${expected}`);
}
