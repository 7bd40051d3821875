// An object whose time was over → the next hop asked for, or the reason why there is none.

import { QueueError } from '../../src/adapters/aws/index.ts';
import type { DecodePosition } from '../../src/model/index.ts';
import type { ObjectVersion, WorkQueue } from '../../src/ports/index.ts';
import type { ObjectRef } from './events/delivery.ts';
import {
  continuationMessage,
  type Progress,
  progressText,
  type Reached,
  reasonToStop,
} from './hop.ts';
import type { ObjectClaim } from './object-claim.ts';

/** What the next hop needs. */
export interface GoOn {
  readonly ref: ObjectRef;
  /** As S3 gave it: the next hop reads no other. */
  readonly version: ObjectVersion | undefined;
  readonly ruleset: string;
  readonly hop: number;
  /** Stored bytes read by the hops before. */
  readonly fromBytes: number;
  readonly position: DecodePosition;
  readonly reached: Reached;
  readonly queue: WorkQueue | undefined;
  readonly claim: ObjectClaim;
}

/** Progress of an object that goes on, or why it does not. */
export type WentOn =
  | { readonly kind: 'asked'; readonly progress: Progress }
  | { readonly kind: 'stopped'; readonly message: string };

/**
 * Asks for the next hop, then tells the ledger. In that order: a run that is killed in between leaves two messages for one
 * hop, of which the claim lets one scan; the other way round it would leave none.
 */
export async function goOn(part: GoOn): Promise<WentOn> {
  const { ref, version, ruleset, reached, queue, claim, position, hop, fromBytes } = part;
  if (version === undefined) return stopped('S3 gave no ETag, by which the rest could be told');
  if (queue === undefined) return stopped('there is no queue to go on by');
  const { tenant, etag, size } = version;
  const progress: Progress = { hop, size, fromBytes, readBytes: Math.min(claim.readBytes, size) };
  const why = reasonToStop(progress);
  if (why !== undefined) return stopped(why);
  const next = { ...reached, tenant, ruleset, position, progress };
  const body = continuationMessage({ ...ref, etag, size }, next);
  if (body === undefined) return stopped('what was counted is too much for a message of the queue');
  try {
    await queue.send(body);
  } catch (thrown) {
    if (!(thrown instanceof QueueError)) throw thrown;
    return stopped(`${thrown.message}; ${progressText(progress)}`);
  }
  await claim.handOn();
  return { kind: 'asked', progress };
}

function stopped(message: string): WentOn {
  return { kind: 'stopped', message: `incomplete: ${message}` };
}
