// What an operation needs to be allowed.

/** One permission an operation needs, as an IAM policy states it. */
export interface Permission {
  /** IAM action, `s3:ListBucket` for a ListObjectsV2. */
  readonly action: string;
  /** ARN it is needed on, or `*`. */
  readonly resource: string;
  /** Condition keys that the request brings, of one value or more: `dynamodb:LeadingKeys`. @default none */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}
