// What the coordinator of a replay and its worker threads say to each other: plain data.

import type { FindingPart, ScanCounts } from '../../model/index.ts';
import type { KeyOffers, PartialPut } from '../../ports/index.ts';
import type {
  ObjectFate,
  PlannedObject,
  RejectedRecord,
  ReplayHeld,
  ReplayPass,
} from '../../replay/index.ts';
import type { SourceId } from '../../source/index.ts';
import type { Placeholders } from '../../sigma/index.ts';

/** What a worker is started with. */
export interface WorkerSetup {
  /** Folders of rules. Empty = the shipped ones. */
  readonly rules: readonly string[];
  readonly placeholders: Placeholders;
  readonly tenant: string;
  readonly source: SourceId | undefined;
  readonly mapSecurityEvents: boolean;
  /** File of the filter that the second pass asks. */
  readonly wantedFile: string;
}

/** An object to read. */
export interface WorkerTask {
  readonly pass: ReplayPass;
  readonly object: PlannedObject;
}

/** What a worker found, a batch of one kind; it goes on when it is told that this was taken. */
export type WorkerChunk =
  | { readonly kind: 'held'; readonly items: readonly ReplayHeld[] }
  | { readonly kind: 'partials'; readonly items: readonly PartialPut[] }
  | { readonly kind: 'offers'; readonly items: readonly KeyOffers[] }
  | { readonly kind: 'parts'; readonly items: readonly FindingPart[] };

/** What was asked of S3 for an object. */
export interface WorkerUsage {
  /** Requests that were sent, repeated ones included. */
  readonly s3Requests: number;
  /** Bytes as stored that were read. */
  readonly bytes: number;
}

/** The object is over with. */
export interface WorkerDone extends WorkerUsage {
  readonly kind: 'done';
  readonly fate: ObjectFate;
  readonly cause?: string;
  readonly counts?: ScanCounts;
  readonly rejected?: readonly RejectedRecord[];
}

/** From a worker. */
export type FromWorker = WorkerChunk | WorkerDone;

/** To a worker: an object, or that its last batch was taken. */
export type ToWorker =
  | { readonly kind: 'task'; readonly task: WorkerTask }
  | { readonly kind: 'go-on' };
