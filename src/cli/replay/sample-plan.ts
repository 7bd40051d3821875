// A manifest → some of its objects, evenly spread; and what the engine makes of them, so that the whole can be estimated.

import { open } from 'node:fs/promises';
import {
  MAX_LINE_CHARACTERS,
  type PlannedObject,
  PlanError,
  parseManifestLine,
  type Sampled,
} from '../../replay/index.ts';
import type { CompiledCorrelation, CompiledRule } from '../../model/index.ts';
import { sumCounts } from '../../pipeline/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import type { SourceId } from '../../source/index.ts';
import { cutObject } from '../doctor/cut-object.ts';
import { runScan } from '../scan/run.ts';

/** Objects that are read. */
export type SampledPlan = readonly PlannedObject[];

/** Some lines of the manifest, found by their place in it: in time and memory that do not grow with it. */
export async function samplePlanned(
  path: string,
  bytes: number,
  count: number,
): Promise<SampledPlan> {
  const picked = new Map<number, PlannedObject>();
  const file = await open(path, 'r');
  try {
    for (let turn = 0; turn < count && bytes > 0; turn++) {
      const at = Math.floor(((turn + 0.5) * bytes) / count);
      const from = Math.max(0, at - MAX_LINE_CHARACTERS);
      const room = Buffer.alloc(2 * MAX_LINE_CHARACTERS);
      const { bytesRead } = await file.read(room, 0, room.length, from);
      const planned = lineAt(room.subarray(0, bytesRead), at - from, path);
      picked.set(planned.index, planned);
    }
  } finally {
    await file.close();
  }
  return [...picked.values()];
}

/** The line that covers the byte. */
function lineAt(window: Buffer, at: number, path: string): PlannedObject {
  const start = at === 0 ? 0 : window.lastIndexOf(10, at - 1) + 1;
  const end = window.indexOf(10, at);
  if (end < 0) throw new PlanError(`${path} has a line of more than ${MAX_LINE_CHARACTERS} bytes`);
  const text = window.toString('utf8', start, end);
  const [, index = '-1'] = /^\{"index":(\d+),/.exec(text) ?? [];
  return parseManifestLine(text, Number(index), path);
}

/** What a sample is read with. */
export interface SampleDeps {
  readonly openObject: (planned: PlannedObject) => ScanObject;
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
  readonly tenant: string;
  readonly source?: SourceId | undefined;
  readonly signal: AbortSignal;
  /** Bytes of each as stored, at most. */
  readonly maxBytes?: number;
  /** Told of an object that could not be read, with the reason. */
  readonly onFault: (fault: string) => void;
}

/** Reads the beginning of each, and keeps nothing of what they hold. Undefined where none could be read. */
export async function takePlanSample(
  planned: SampledPlan,
  deps: SampleDeps,
): Promise<Sampled | undefined> {
  const { rules, correlations, tenant, source, signal } = deps;
  const objects = planned.map((one) => cutObject(deps.openObject(one), deps.maxBytes));
  const flags = {
    ...{ rules: [], filter: [], tenant, format: 'table' as const },
    ...(source === undefined ? {} : { source }),
  };
  const rejections = { shown: [], keep: async () => undefined, close: async () => undefined };
  const progress = { follow: (object: ScanObject) => object, stop: () => undefined };
  const input = { objects, rules, correlations, flags, rejections, progress };
  const { outcomes, findings } = await runScan(input, signal);
  signal.throwIfAborted();
  const read = outcomes.filter(({ counts }) => counts.bytes > 0);
  for (const [index, { object, problem, counts }] of outcomes.entries()) {
    if (problem !== undefined && objects[index]?.isCut !== true && counts.bytes === 0) {
      deps.onFault(`${object}: ${problem.message}`);
    }
  }
  if (read.length === 0) return undefined;
  const counts = sumCounts(read.map((outcome) => outcome.counts));
  return {
    objects: read.length,
    whole: objects.filter(({ isCut, opened }) => opened > 0 && !isCut).length,
    storedBytes: counts.compressedBytes,
    rawBytes: counts.bytes,
    records: counts.records,
    perSource: counts.perSource,
    held: counts.joinCandidates + counts.partialMatches,
    findings: findings.length,
  };
}
