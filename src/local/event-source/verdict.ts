// A function's answer to a batch → which of its messages failed, and why.
// @see Lambda developer guide, "Handling errors for an SQS event source": success and failure conditions

import type { InvokeAnswer } from '../lambda/invoke-result.ts';
import type { Mapping } from './mapping.ts';

/** What made the messages of a batch fail. `reported` with no failed message is a success. */
export type VerdictReason =
  /** ReportBatchItemFailures is off and the function did not fail. */
  | 'unread'
  | 'reported'
  /** The answer is null, or has no `batchItemFailures`. */
  | 'missingReport'
  /** The answer is no object, or names what is no message of the batch. */
  | 'malformedReport'
  | 'functionError'
  /** The function could not be invoked. */
  | 'notInvoked';

/** Which messages failed. */
export interface Verdict {
  readonly reason: VerdictReason;
  /** Message ids. */
  readonly failed: ReadonlySet<string>;
}

type Rules = Pick<Mapping, 'isReporting' | 'missingReport'>;

/** Judges a batch of these message ids. */
export function answerToVerdict(
  answer: InvokeAnswer,
  ids: ReadonlySet<string>,
  { isReporting, missingReport }: Rules,
): Verdict {
  const none: ReadonlySet<string> = new Set();
  if (answer.kind === 'error') return { reason: 'functionError', failed: ids };
  if (!isReporting) return { reason: 'unread', failed: none };
  const report = readReport(answer.payload);
  if (report === undefined) {
    return { reason: 'missingReport', failed: missingReport === 'failed' ? ids : none };
  }
  const isOfBatch = (id: unknown): id is string => typeof id === 'string' && ids.has(id);
  if (report === 'malformed' || !report.every(isOfBatch)) {
    return { reason: 'malformedReport', failed: ids };
  }
  return { reason: 'reported', failed: new Set(report) };
}

/** The item identifiers of an answer, as they are; undefined if it has no list of them. */
function readReport(payload: unknown): readonly unknown[] | 'malformed' | undefined {
  if (payload === null || payload === undefined) return undefined;
  if (typeof payload !== 'object' || Array.isArray(payload)) return 'malformed';
  const failures = propertyOf(payload, 'batchItemFailures');
  if (failures === null || failures === undefined) return undefined;
  if (!Array.isArray(failures)) return 'malformed';
  return failures.map((failure: unknown) => propertyOf(failure, 'itemIdentifier'));
}

function propertyOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return fields[name];
}
