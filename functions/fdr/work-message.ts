// A message → its files scanned, then removed from its queue; or left there for later; or moved to our failure queue.
//
//   manifest ─ every file ─┬ done ─────────────────→ removed
//                          ├ failed, or no time ───→ hidden for a while, delivered again: done files are known
//                          └ failed for the last time → our failure queue, then removed

import { QueueError } from '../../src/adapters/aws/index.ts';
import { parseJson } from '../../src/model/index.ts';
import type { DeadLetters, MessageSource, ReceivedMessage } from '../../src/ports/index.ts';
import { parseContinuation } from '../scan/events/continuation.ts';
import type { ObjectTime } from '../scan/object-time.ts';
import type { RequestOutcome } from '../scan/scan-delivery.ts';
import { attributeText } from '../shared/attribute-text.ts';
import { type FileDeps, scanFile, scanRest } from './file-scan.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import {
  judge,
  MAX_DELIVERIES,
  MAX_FAILED_DELIVERIES,
  reasonToRefuse,
  type Worked,
} from './verdict.ts';

/** Characters of the reason that goes with a message; the log has all of it. */
const MAX_REASON = 1_000;

/** A queue that messages come from. */
export interface FeedQueue {
  /** `crowdstrike`: manifests alone. `own`: also what scans left of large files, which nobody else may ask for. */
  readonly kind: 'crowdstrike' | 'own';
  readonly source: MessageSource;
}

/** What is told of a message. */
export interface MessageNote {
  readonly queue: FeedQueue['kind'];
  readonly messageId: string;
  readonly receiveCount: number;
  /** What people find it by; absent where it could not be read. */
  readonly batch?: string;
  readonly files?: number;
}

/** Is told what became of messages. */
export interface MessageWatch {
  /** @param ageMs since the message was sent */
  received(note: MessageNote, ageMs: number | undefined): void;
  done(note: MessageNote): void;
  again(note: MessageNote, reason: string): void;
  gaveUp(note: MessageNote, reason: string): void;
  /** The queue did not let it be hidden: it comes again when the time is over that it was received for. */
  notHidden(note: MessageNote, error: Error): void;
}

/** What working a message off takes. */
export interface MessageDeps {
  readonly files: FileDeps;
  readonly failures: DeadLetters;
  readonly watch: MessageWatch;
  /** True while there is time to begin another file. */
  hasTime(): boolean;
  /** The time of a file that begins now. */
  fileTime(): ObjectTime;
  nowMs(): number;
}

/**
 * Works a message off. Throws QueueError where it can neither be removed nor be kept: it comes again, and files that are done are
 * known then.
 */
export async function workMessage(
  message: ReceivedMessage,
  { kind, source }: FeedQueue,
  deps: MessageDeps,
): Promise<void> {
  const work = planWork(message, kind, deps);
  const note: MessageNote = {
    queue: kind,
    messageId: message.id,
    receiveCount: message.receiveCount,
    ...work.note,
  };
  const { sentMs, receiptHandle } = message;
  deps.watch.received(note, sentMs === undefined ? undefined : deps.nowMs() - sentMs);
  const refused = reasonToRefuse(message.receiveCount, work.maxDeliveries) ?? work.fault;
  const verdict =
    refused === undefined
      ? judge(await work.run(), message.receiveCount)
      : ({ kind: 'give-up', reason: refused } as const);
  switch (verdict.kind) {
    case 'done':
      await source.remove(receiptHandle);
      return deps.watch.done(note);
    case 'give-up':
      // In this order: killed in between, it is in both queues, and what is done of it is known.
      await deps.failures.send(message.body, attributeText(verdict.reason, MAX_REASON));
      await source.remove(receiptHandle);
      return deps.watch.gaveUp(note, verdict.reason);
    case 'again':
      deps.watch.again(note, verdict.reason);
      return await hide(verdict.afterMs);
  }

  async function hide(afterMs: number): Promise<void> {
    try {
      await source.hide(receiptHandle, afterMs);
    } catch (thrown) {
      if (!(thrown instanceof QueueError)) throw thrown;
      deps.watch.notHidden(note, thrown);
    }
  }
}

/** What there is to do for a message. */
interface Work {
  readonly note: Pick<MessageNote, 'batch' | 'files'>;
  readonly maxDeliveries: number;
  /** Why nothing can be done. */
  readonly fault?: string;
  run(): Promise<Worked>;
}

function planWork(
  { body, receiveCount }: ReceivedMessage,
  kind: FeedQueue['kind'],
  deps: MessageDeps,
): Work {
  const [request] = (kind === 'own' ? parseContinuation(parseJson(body)) : undefined) ?? [];
  if (request?.kind === 'scan') {
    const { object, continuation } = request;
    const run = async () =>
      workedOne(await scanRest(object, { continuation, time: deps.fileTime() }, deps.files));
    const note = { batch: object.key, files: 1 };
    return { note, maxDeliveries: MAX_FAILED_DELIVERIES, run };
  }
  if (request !== undefined) {
    return faulty('message' in request ? request.message : request.reason);
  }
  const read = parseManifest(body, deps.files.bucket);
  if (read.kind === 'fault') return faulty(read.message);
  const { manifest } = read;
  return {
    note: { batch: manifest.name, files: manifest.files.length },
    maxDeliveries: MAX_DELIVERIES,
    run: () => workManifest(manifest, receiveCount, deps),
  };
}

function faulty(fault: string): Work {
  const run = () => Promise.reject(new TypeError('there is nothing to do'));
  return { note: {}, maxDeliveries: MAX_FAILED_DELIVERIES, fault, run };
}

function workedOne(outcome: RequestOutcome): Worked {
  const failures = outcome.kind === 'failed' ? [outcome.message] : [];
  return { failures, unreached: 0, files: 1, complaint: undefined };
}

/** All are tried, also after one has failed. */
async function workManifest(
  { files, complaint }: Manifest,
  receiveCount: number,
  deps: MessageDeps,
): Promise<Worked> {
  const failures: string[] = [];
  let reached = 0;
  for (const file of inOrder(files, receiveCount)) {
    if (!deps.hasTime()) break;
    const outcome = await scanFile(file, deps.fileTime(), deps.files);
    if (outcome.kind === 'failed') failures.push(outcome.message);
    reached += 1;
  }
  return { failures, unreached: files.length - reached, files: files.length, complaint };
}

/** Multiples of it, without their whole part, are spread evenly over 0 to 1, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Of two deliveries one goes forwards from a place and one backwards, the next two from another: so of files that kill their run
 * one keeps no other from being scanned, and several keep few.
 */
function inOrder<T>(files: readonly T[], receiveCount: number): readonly T[] {
  const first = Math.floor(((Math.floor((receiveCount - 1) / 2) * GOLDEN) % 1) * files.length);
  const forwards = [...files.slice(first), ...files.slice(0, first)];
  return receiveCount % 2 === 1 ? forwards : forwards.toReversed();
}
