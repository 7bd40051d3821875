// A file → its bytes, if they are those that were written under its key.

import { Buffer } from 'node:buffer';
import type { SegmentFile, SegmentFiles } from '../ports/index.ts';
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
  if (content !== undefined) await files.write(keyAside(key), content);
  await files.remove([key]);
  broken(key, reason);
}

/** Larger ones that are not ours are not read: settle has no room for them. None that a scan writes is. */
const ASIDE_BYTES = 64 * 2 ** 20;

/** The same with one whose name is none of ours; where it is too large it stays, and is told of each time. */
export async function putStrangeAside(deps: AsideDeps, file: SegmentFile): Promise<void> {
  const reason = 'it has no name of a segment';
  if (file.bytes <= ASIDE_BYTES) await putAside(deps, file.key, reason);
  else deps.broken(file.key, `${reason}, and stays: ${file.bytes} bytes are too many to be moved`);
}

/** S3 takes keys of 1,024 bytes; of longer ones than this the name aside has the first characters and a hash. */
const KEY_BYTES = 900;
const HEAD_CHARACTERS = 100;

function keyAside(key: string): string {
  if (Buffer.byteLength(key) <= KEY_BYTES) return `${BROKEN}${key}`;
  const head = [...key].slice(0, HEAD_CHARACTERS).join('');
  return `${BROKEN}${head}-${contentHash(Buffer.from(key))}`;
}
