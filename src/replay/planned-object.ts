// A line of a plan's manifest: one object, as it was when the plan was made. Replays read exactly what their plan names.

/** An object in a bucket. */
export interface PlannedS3Object {
  /** Place in the plan, from 0. */
  readonly index: number;
  readonly bucket: string;
  readonly key: string;
  /** As S3 gives it, without quotes: an object that has another one by now is not the one that was planned. */
  readonly etag: string;
  /** Bytes as stored. */
  readonly size: number;
  /** When it was put, ISO-8601 UTC. */
  readonly modified: string;
  /** As S3 names it; absent = STANDARD. */
  readonly storageClass?: string;
}

/** A file of this machine. */
export interface PlannedFile {
  readonly index: number;
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  /** ISO-8601 UTC: a file that has another size or time by now is not the one that was planned. */
  readonly modified: string;
}

/** What a plan names. */
export type PlannedObject = PlannedS3Object | PlannedFile;

/** The object's name in findings and messages: `s3://bucket/key`, or the path. */
export function plannedName(planned: PlannedObject): string {
  return 'path' in planned ? planned.path : `s3://${planned.bucket}/${planned.key}`;
}
