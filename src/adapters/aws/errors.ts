// What AWS answers and what becomes of a body → errors that the wiring can tell apart.

/** The object that was being read. */
export interface S3Place {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string | undefined;
  /** Bytes delivered before the fault. */
  readonly offset: number;
}

/** An object could not be read to its end. Its kinds below say why; this one itself: none of those. */
export class S3ReadError extends Error {
  override readonly name: string = 'S3ReadError';
  readonly place: S3Place;

  constructor(place: S3Place, what: string, cause?: unknown) {
    const version = place.versionId === undefined ? '' : ` version ${place.versionId}`;
    super(`s3://${place.bucket}/${place.key}${version} at byte ${place.offset}: ${what}`, {
      cause,
    });
    this.place = place;
  }
}

/** The key holds another object by now (412): its own notification scans that one. */
export class S3SupersededError extends S3ReadError {
  override readonly name = 'S3SupersededError';
}

/**
 * The object or version is no more (404). Without s3:ListBucket on the bucket S3 says 403 instead, which is
 * an {@link S3AccessError}: never taken for gone.
 */
export class S3GoneError extends S3ReadError {
  override readonly name = 'S3GoneError';
}

/** The object lies in an archive class and must be restored first (403 InvalidObjectState). */
export class S3ArchivedError extends S3ReadError {
  override readonly name = 'S3ArchivedError';
}

/** Not allowed (403): by policy, by KMS, or the bucket has another owner than expected. */
export class S3AccessError extends S3ReadError {
  override readonly name = 'S3AccessError';
}

/** The body broke, stalled or was refused more often than it is resumed. `cause` is the last fault. */
export class S3BrokenError extends S3ReadError {
  override readonly name = 'S3BrokenError';
}

/** The answer contradicts the request or what is known of the object: another range, another length. */
export class S3ResponseError extends S3ReadError {
  override readonly name = 'S3ResponseError';
}

/** An object could not be written. */
export class S3WriteError extends Error {
  override readonly name = 'S3WriteError';
  readonly bucket: string;
  readonly key: string;

  constructor(bucket: string, key: string, what: string) {
    super(`s3://${bucket}/${key} could not be written: ${what}`);
    this.bucket = bucket;
    this.key = key;
  }
}

/** A file is no inventory of S3's, or none that can be read. */
export class InventoryError extends Error {
  override readonly name = 'InventoryError';
}
