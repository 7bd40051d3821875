// Where findings and evidence are kept for good: one object a revision, written once.

/** An object to keep. The key says what it is; the body is text. */
export interface ArchiveEntry {
  /** Segments between slashes of letters, digits, `_`, `-`, `=`, `.`; none of them `.` or `..`. */
  readonly key: string;
  readonly contentType: string;
  readonly body: string;
}

/** What became of an entry. */
export type ArchiveOutcome =
  | { readonly kind: 'written'; readonly key: string }
  /** The key was there already: a redelivery, whose first writer stands. */
  | { readonly kind: 'present'; readonly key: string }
  | {
      readonly kind: 'failed';
      readonly key: string;
      /** The service's or system's error code, or `BAD_KEY`. */
      readonly code: string;
      readonly message: string;
    };

/** Keeps findings and evidence. */
export interface FindingArchive {
  /**
   * One outcome for each entry, in the order given. Never rejects for what the store answers or fails to answer. An
   * entry is whole or not there; what is there is never changed, so keeping again is safe.
   */
  keep(entries: readonly ArchiveEntry[]): Promise<readonly ArchiveOutcome[]>;
}

const KEY = /^(?:[\w=.-]{1,200}\/){0,8}[\w=.-]{1,200}$/;

/** True for a key that every archive takes: it cannot leave the place it is put under. */
export function isArchiveKey(key: string): boolean {
  return KEY.test(key) && !key.split('/').some((segment) => /^\.+$/.test(segment));
}
