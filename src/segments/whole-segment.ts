// A file → its bytes, if they are those that were written under its key.

import type { SegmentFiles } from '../ports/index.ts';
import { SegmentError, SegmentGoneError } from './errors.ts';
import { contentHash, type NamedSegment } from './file-names.ts';
import { BROKEN } from './sight.ts';

/** Throws {@link SegmentError} for other bytes, {@link SegmentGoneError} where there are none. */
export async function readWhole(files: SegmentFiles, file: NamedSegment): Promise<Uint8Array> {
  const content = await files.read(file.key);
  if (content === undefined) throw new SegmentGoneError(file.key);
  if (contentHash(content) === file.content) return content;
  throw new SegmentError(
    `${file.key}: its ${content.length} bytes are not those that were written`,
  );
}

/** Where files can be put aside. */
export interface AsideDeps {
  readonly files: SegmentFiles;
  /** A file that cannot be read was put aside. */
  broken(key: string, reason: string): void;
}

/** Puts a file aside, and says so. Repeated, or done by several at once, it changes nothing. */
export async function putAside(
  { files, broken }: AsideDeps,
  key: string,
  reason: string,
): Promise<void> {
  const content = await files.read(key);
  if (content !== undefined) await files.write(`${BROKEN}${key}`, content);
  await files.remove([key]);
  broken(key, reason);
}
