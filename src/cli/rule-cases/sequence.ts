// `steps` of a case file's line → a typed sequence: events with times, and what must have fired at each.

import {
  err,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  ok,
  type Result,
} from '../../model/index.ts';

/** How often something fires at a step: exactly so often, or at least. */
export interface Expected {
  readonly count: number;
  readonly isLeast: boolean;
}

/** An event of a sequence. What is undefined is not asserted. */
export interface Step {
  readonly timeMs: number;
  readonly event: JsonObject;
  readonly correlations: Expected | undefined;
  readonly detections: Expected | undefined;
}

/** A rule text with correlations, and events in their order. */
export interface SequenceRow {
  readonly rule: string;
  readonly steps: readonly Step[];
  readonly note: string;
}

/** Reads the steps; an error names the first that is none. */
export function parseSequence(
  rule: string,
  value: JsonValue,
  note: string,
): Result<SequenceRow, string> {
  if (!Array.isArray(value) || value.length === 0) return err('"steps" must be a list of steps');
  const steps: Step[] = [];
  for (const [index, item] of value.entries()) {
    const step = parseStep(item);
    if (step === undefined) return err(`step ${index + 1} is not {ts, event, correlations?}`);
    steps.push(step);
  }
  return ok({ rule, steps, note });
}

function parseStep(value: JsonValue): Step | undefined {
  if (!isJsonObject(value)) return undefined;
  const { ts, event, correlations = null, detections = null } = value;
  if (typeof ts !== 'number' || !isJsonObject(event)) return undefined;
  const [fired, matched] = [parseExpected(correlations), parseExpected(detections)];
  if (fired === 'wrong' || matched === 'wrong') return undefined;
  return { timeMs: ts * 1_000, event, correlations: fired, detections: matched };
}

function parseExpected(value: JsonValue): Expected | undefined | 'wrong' {
  if (value === null) return undefined;
  if (typeof value === 'number') return { count: value, isLeast: false };
  const [, count] = /^>=(\d{1,6})$/.exec(typeof value === 'string' ? value : '') ?? [];
  return count === undefined ? 'wrong' : { count: Number(count), isLeast: true };
}
