// A storage class → whether its objects can be read as they are.

/** What S3 says of where an object lies. */
export interface StoredAs {
  /** As S3 names it; undefined = STANDARD. */
  readonly storageClass?: string | undefined;
  /** True once a copy can be read. */
  readonly isRestored?: boolean | undefined;
  /** The tier of INTELLIGENT_TIERING, as an inventory names it; a listing does not say. */
  readonly tier?: string | undefined;
}

const ARCHIVES: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);
const ARCHIVE_TIERS: ReadonlySet<string> = new Set(['ARCHIVE', 'DEEP_ARCHIVE']);

/** The class that S3 leaves unsaid. */
export const STANDARD = 'STANDARD';

/** True where reading answers InvalidObjectState. */
export function needsRestore({ storageClass = STANDARD, isRestored, tier }: StoredAs): boolean {
  if (isRestored === true) return false;
  return ARCHIVES.has(storageClass) || (tier !== undefined && ARCHIVE_TIERS.has(tier));
}
