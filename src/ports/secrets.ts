// Secrets: from where they are kept, and as those see them who need one.

/** Reads secrets from where they are kept. */
export interface SecretReader {
  /** The secret's text as it is now. Rejects with what its transport throws; no message of it holds the secret. */
  read(arn: string): Promise<string>;
}

/** One secret, for one who posts with it. */
export interface SecretSource {
  /** The text as lately known. Rejects where it is not known and cannot be read. */
  current(): Promise<string>;
  /** The text as it is kept now, for one whom `current` was refused. Rejects where it cannot be read. */
  renewed(): Promise<string>;
}
