// Rejected records → one NDJSON file per object in a folder, to be looked at and fed in again.

import { mkdirSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rejection } from '../../model/index.ts';
import type { Quarantine } from '../../ports/index.ts';

/** Records kept per object (design.md §9); beyond, only their number and where the last stood. */
export const MAX_KEPT_RECORDS = 1_000;
/** Bytes written per object (design.md §9). */
export const MAX_KEPT_BYTES = 64 * 1024 * 1024;

/** File systems take names of 255 bytes; the end of a path tells more than its beginning. */
const MAX_NAME_CHARACTERS = 200;

/** A quarantine that must be closed, which writes the last object's closing line. */
export interface QuarantineFolder extends Quarantine {
  close(): Promise<void>;
}

/** What is open: the file of the object that is being scanned. */
interface OpenFile {
  readonly object: string;
  readonly handle: FileHandle;
  kept: number;
  bytes: number;
  rejected: number;
  last: Rejection;
}

/** Keeps records in `folder`, which is made if need be. Throws what the file system throws. */
export function createQuarantineFolder(folder: string): QuarantineFolder {
  mkdirSync(folder, { recursive: true });
  const taken = new Map<string, string>();
  let current: OpenFile | undefined;
  const close = async () => {
    const closing = current;
    current = undefined;
    if (closing !== undefined) await finish(closing);
  };
  return {
    async keep(object, rejection) {
      if (current?.object !== object) {
        await close();
        const name = fileNameOf(object, taken);
        taken.set(name, object);
        current = await begin(join(folder, name), object, rejection);
      }
      await write(current, rejection);
    },
    close,
  };
}

async function begin(path: string, object: string, first: Rejection): Promise<OpenFile> {
  const handle = await open(path, 'w');
  return { object, handle, kept: 0, bytes: 0, rejected: 0, last: first };
}

async function write(file: OpenFile, rejection: Rejection): Promise<void> {
  file.rejected++;
  file.last = rejection;
  if (file.kept >= MAX_KEPT_RECORDS) return;
  const line = Buffer.from(`${JSON.stringify(toEntry(file.object, rejection))}\n`);
  if (file.bytes + line.length > MAX_KEPT_BYTES) return;
  await file.handle.write(line);
  file.kept++;
  file.bytes += line.length;
}

/** The closing line says how many there were, so that a file at its cap is not taken for all. */
async function finish(file: OpenFile): Promise<void> {
  const { object, rejected, kept, last } = file;
  const closing = {
    object,
    rejected,
    kept,
    notKept: rejected - kept,
    last: { ordinal: last.ordinal, offset: last.offset, line: last.line },
  };
  try {
    await file.handle.write(`${JSON.stringify(closing)}\n`);
  } finally {
    await file.handle.close();
  }
}

/** A record that is no text is kept as base64, so that not a byte is lost. */
function toEntry(object: string, rejection: Rejection): object {
  const { ordinal, offset, line, code, message, isCut, bytes } = rejection;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = buffer.toString('utf8');
  const content = Buffer.from(text).equals(buffer)
    ? { text }
    : { base64: buffer.toString('base64') };
  return { object, ordinal, offset, line, code, message, isCut, ...content };
}

/** The object's name, percent-encoded: names from elsewhere never choose a path, and no two share a file. */
function fileNameOf(object: string, taken: ReadonlyMap<string, string>): string {
  const encoded = encodeURIComponent(object.toWellFormed()).slice(-MAX_NAME_CHARACTERS);
  const isTaken = (name: string) => (taken.get(name) ?? object) !== object;
  let name = `${encoded}.rejected.ndjson`;
  for (let copy = 2; isTaken(name); copy++) name = `${encoded}.${copy}.rejected.ndjson`;
  return name;
}
