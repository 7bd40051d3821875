// The manifest of an S3 Inventory → the objects that its files name, as they were when the inventory was taken.

import { createHash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { S3Client } from '@aws-sdk/client-s3';
import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../../model/index.ts';
import {
  inventoryRow,
  type InventoryColumns,
  type InventoryRow,
  columnsOf,
} from './inventory-row.ts';
import { InventoryError } from './errors.ts';
import { createS3Object } from './s3-object.ts';

/** An inventory of files in CSV. */
export interface S3Inventory {
  /** `s3://bucket/key` of its manifest. */
  readonly name: string;
  /** Where the files are: where the manifest is. */
  readonly bucket: string;
  /** Whose objects are listed. */
  readonly sourceBucket: string;
  readonly columns: InventoryColumns;
  readonly files: readonly S3InventoryFile[];
}

/** One of its files. */
export interface S3InventoryFile {
  readonly key: string;
  readonly size: number;
  /** Of the file as stored, in hex. */
  readonly md5: string;
}

/** Bytes of a manifest, and characters of a line, at most. */
const MAX_MANIFEST_BYTES = 64 * 2 ** 20;
const MAX_LINE_CHARACTERS = 65_536;
const MD5 = /^[0-9a-f]{32}$/i;

/** Reads the manifest. Throws InventoryError for what is none, and what reading the object throws. */
export async function readInventory(
  client: S3Client,
  { bucket, key }: { readonly bucket: string; readonly key: string },
): Promise<S3Inventory> {
  const name = `s3://${bucket}/${key}`;
  const text = await textOf(client, bucket, key, name);
  const manifest = parseJson(text);
  if (!isJsonObject(manifest)) throw new InventoryError(`${name} is no JSON object`);
  const format = textMember(manifest, 'fileFormat', name);
  if (format !== 'CSV') {
    throw new InventoryError(
      `${name} is an inventory in ${format}, which cannot be read; configure one in CSV, or list the bucket`,
    );
  }
  const { files } = manifest;
  if (!Array.isArray(files)) throw new InventoryError(`${name} names no files`);
  return {
    name,
    bucket,
    sourceBucket: textMember(manifest, 'sourceBucket', name),
    columns: columnsOf(textMember(manifest, 'fileSchema', name), name),
    files: files.map((file: JsonValue, index) => fileOf(file, `${name}: files[${index}]`)),
  };
}

/**
 * The rows of a file, in its order. That its bytes are those that the manifest names is known at its end: what was
 * given of it before an InventoryError is not to be used.
 */
export async function* inventoryRows(
  client: S3Client,
  inventory: S3Inventory,
  file: S3InventoryFile,
  signal?: AbortSignal,
): AsyncGenerator<InventoryRow> {
  const name = `s3://${inventory.bucket}/${file.key}`;
  const hash = createHash('md5');
  const object = createS3Object(
    client,
    { bucket: inventory.bucket, key: file.key, size: file.size },
    { signal },
  );
  let line = 0;
  for await (const text of linesOf(hashed(object.open(), hash), name)) {
    line++;
    if (text !== '') yield inventoryRow(text, inventory.columns, `${name} line ${line}`);
  }
  const found = hash.digest('hex');
  if (found !== file.md5.toLowerCase()) {
    throw new InventoryError(`${name} has the MD5 ${found}, its manifest says ${file.md5}`);
  }
}

async function* hashed(
  source: AsyncIterable<Uint8Array>,
  hash: ReturnType<typeof createHash>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    hash.update(chunk);
    yield chunk;
  }
}

async function* linesOf(source: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  const text = pipeline(Readable.from(source), createGunzip(), () => undefined).setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of text) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) yield line.endsWith('\r') ? line.slice(0, -1) : line;
      if (rest.length > MAX_LINE_CHARACTERS) {
        throw new InventoryError(
          `${name} has a line of more than ${MAX_LINE_CHARACTERS} characters`,
        );
      }
    }
  } catch (cause) {
    if (!isZlibFault(cause)) throw cause;
    throw new InventoryError(`${name} is no whole gzip file: ${cause.message}`, { cause });
  }
  if (rest !== '') yield rest;
}

function isZlibFault(cause: unknown): cause is Error {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_');
}

async function textOf(client: S3Client, bucket: string, key: string, name: string) {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of createS3Object(client, { bucket, key }).open()) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > MAX_MANIFEST_BYTES) {
      throw new InventoryError(
        `${name} has more than ${MAX_MANIFEST_BYTES} bytes: no manifest has`,
      );
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

function fileOf(value: JsonValue, place: string): S3InventoryFile {
  if (!isJsonObject(value)) throw new InventoryError(`${place} is no object`);
  const { size } = value;
  if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) {
    throw new InventoryError(`${place} has the size ${JSON.stringify(size)}, expected bytes`);
  }
  const md5 = textMember(value, 'MD5checksum', place);
  if (!MD5.test(md5)) throw new InventoryError(`${place} has the MD5 ${JSON.stringify(md5)}`);
  return { key: textMember(value, 'key', place), size, md5 };
}

function textMember(object: JsonObject, name: string, place: string): string {
  const value = object[name];
  if (typeof value === 'string' && value !== '') return value;
  throw new InventoryError(
    `${place} has no ${name}: expected the manifest.json of an S3 Inventory`,
  );
}
