// One attempt at an object, or at a hop of it; and the words for what became of it.

import type { S3Object } from '../../src/adapters/aws/index.ts';
import { type ObjectOutcome, problemText } from '../../src/pipeline/index.ts';
import type { ObjectVersion, SendTerms } from '../../src/ports/index.ts';
import type { Continuation, ObjectRef } from './events/delivery.ts';
import type { ObjectClaim } from './object-claim.ts';
import type { ObjectTime } from './object-time.ts';
import type { RequestOutcome } from './scan-delivery.ts';

/** An attempt at an object. */
export interface Attempt {
  readonly object: S3Object;
  readonly ref: ObjectRef;
  /** As the notification names it. */
  readonly named: ObjectVersion | undefined;
  /** What the hops before have done. */
  readonly before: Continuation | undefined;
  readonly time: ObjectTime;
  readonly terms: SendTerms;
  readonly claim: ObjectClaim;
}

/** The hops of an object have parts of their own of a finding: each the same whenever it is scanned. */
export function partName(
  { name }: S3Object,
  version: ObjectVersion | undefined,
  before: Continuation | undefined,
): string {
  const ofVersion = version === undefined ? name : `${name} ${version.etag}`;
  return before === undefined ? ofVersion : `${ofVersion} from ${before.position.ordinal}`;
}

/** Nothing was scanned, since another delivery has the object, or had it. */
export function refused(
  object: S3Object,
  refusal: NonNullable<ObjectClaim['refusal']>,
  watch: { passed(name: string, reason: 'known' | 'handed-on'): void },
): RequestOutcome {
  if (refusal.kind === 'held') {
    const until = new Date(refusal.untilMs).toISOString();
    return failed(object, `another delivery of it is being scanned, until ${until} at most`);
  }
  watch.passed(object.name, refusal.kind === 'done' ? 'known' : refusal.kind);
  return { kind: 'done' };
}

/** Why the scan does not count as one that went to its end. */
export function faultOf(
  { problem }: ObjectOutcome,
  leaks: readonly string[],
  { time, claim }: Attempt,
): string | undefined {
  if (problem !== undefined && time.isStopped()) {
    const way = time.isOver === undefined ? '; without a queue nothing goes on with it' : '';
    const text = problemText(problem);
    return `incomplete: the time ran out after ${claim.readBytes} bytes as stored${way}: ${text}`;
  }
  if (problem !== undefined) return problemText(problem);
  return leaks.length === 0 ? undefined : leaks.join('; ');
}

/** The object is delivered again. */
export function failed(object: S3Object, message: string): RequestOutcome {
  return { kind: 'failed', message: `${object.name}: ${message}` };
}
