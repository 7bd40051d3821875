// A place → its objects, batch by batch, each with where a listing goes on behind it.

import { resolve } from 'node:path';
import { statSync } from 'node:fs';
import type { S3Client } from '@aws-sdk/client-s3';
import type { InventoryRow, S3Listed } from '../../adapters/aws/index.ts';
import { findFiles, type Undrafted } from '../../adapters/local/index.ts';
import type { PlanPlace, StoredAs } from '../../replay/index.ts';
import { EnvironmentError } from '../errors.ts';
import type { ListPlace } from './place.ts';

/** An object, before it is asked whether it belongs into a plan. */
export interface Listed {
  readonly object: Undrafted;
  readonly modifiedMs: number;
  readonly stored: StoredAs;
  /** True for what is not the place's: another prefix, a version that was replaced. */
  readonly isOther?: boolean;
}

/** Some of them. */
export interface ListedBatch {
  readonly objects: readonly Listed[];
  /** Requests to S3 that list. */
  readonly requests: number;
  /** A listing goes on behind this; undefined amid a file, behind which it cannot. */
  readonly after?: string;
}

/** A listing that was begun. */
export interface Listing {
  readonly place: PlanPlace;
  readonly batches: AsyncIterable<ListedBatch>;
}

/** How it is listed. */
export interface ListOptions {
  readonly after: string | undefined;
  readonly signal: AbortSignal;
  /** Told of a file that is left out, and whether that is a fault. */
  readonly onLeftOut: (message: string, isFault: boolean) => void;
  /** Made where S3 is asked alone. */
  readonly client: () => Promise<S3Client>;
}

/** Rows of an inventory that are handed on at once. */
const BATCH = 1_000;

/** Begins to list, behind `after`. */
export async function listPlace(place: ListPlace, options: ListOptions): Promise<Listing> {
  switch (place.kind) {
    case 's3':
      return { place, batches: bucketBatches(place, options) };
    case 'folder':
      return { place, batches: folderBatches(place.path, options) };
    case 'inventory':
      return await listInventory(place, options);
  }
}

async function* bucketBatches(
  place: { readonly bucket: string; readonly prefix: string },
  { after, signal, client }: ListOptions,
): AsyncGenerator<ListedBatch> {
  const { listS3Pages, SYSTEM_WAITING } = await import('../../adapters/aws/index.ts');
  const from = { ...place, ...(after === undefined ? {} : { after }) };
  for await (const page of listS3Pages(await client(), from, SYSTEM_WAITING, signal)) {
    const last = page.objects.at(-1)?.key;
    yield {
      objects: page.objects.map((listed) => inBucket(place.bucket, listed)),
      requests: page.requests,
      ...(last === undefined ? {} : { after: last }),
    };
  }
}

function inBucket(
  bucket: string,
  { key, etag, size, modifiedMs, storageClass, isRestored }: S3Listed,
): Listed {
  return {
    object: s3Object({ bucket, key, etag, size, modifiedMs, storageClass }),
    modifiedMs,
    stored: { storageClass, isRestored },
  };
}

function s3Object({
  ...of
}: Pick<
  InventoryRow,
  'bucket' | 'key' | 'etag' | 'size' | 'modifiedMs' | 'storageClass'
>): Undrafted {
  const { modifiedMs, storageClass, ...identity } = of;
  const modified = new Date(modifiedMs).toISOString();
  return { ...identity, modified, ...(storageClass === 'STANDARD' ? {} : { storageClass }) };
}

type InventoryPlace = Extract<ListPlace, { kind: 'inventory' }>;

async function listInventory(
  { manifest, of }: InventoryPlace,
  options: ListOptions,
): Promise<Listing> {
  const { readInventory, inventoryRows } = await import('../../adapters/aws/index.ts');
  const client = await options.client();
  const inventory = await readInventory(client, manifest);
  const { name, sourceBucket } = inventory;
  if (of !== undefined && of.bucket !== sourceBucket) {
    throw new EnvironmentError(`${name} is an inventory of ${sourceBucket}, not of ${of.bucket}`);
  }
  const prefix = of?.prefix ?? '';
  async function* batches(): AsyncGenerator<ListedBatch> {
    const done = Number(options.after ?? 0);
    for (const [index, file] of inventory.files.entries()) {
      if (index < done) continue;
      const rows = inventoryRows(client, inventory, file, options.signal);
      for await (const objects of listedRows(rows, { sourceBucket, prefix, name })) {
        yield { objects, requests: 0 };
      }
      yield { objects: [], requests: 0, after: String(index + 1) };
    }
  }
  const place = { kind: 'inventory', manifest: name, bucket: sourceBucket, prefix } as const;
  return { place, batches: batches() };
}

/** Rows of a file, some at once. Throws EnvironmentError for a row of another bucket. */
async function* listedRows(
  rows: AsyncIterable<InventoryRow>,
  of: { readonly sourceBucket: string; readonly prefix: string; readonly name: string },
): AsyncGenerator<readonly Listed[]> {
  let objects: Listed[] = [];
  for await (const row of rows) {
    if (row.bucket !== of.sourceBucket) {
      throw new EnvironmentError(
        `${of.name} is of ${of.sourceBucket}, and names an object in ${row.bucket}`,
      );
    }
    objects.push(inInventory(row, of.prefix));
    if (objects.length < BATCH) continue;
    yield objects;
    objects = [];
  }
  yield objects;
}

function inInventory(row: InventoryRow, prefix: string): Listed {
  const { tier, isCurrent, ...of } = row;
  return {
    object: s3Object(of),
    modifiedMs: row.modifiedMs,
    stored: { storageClass: row.storageClass, tier },
    isOther: !isCurrent || !row.key.startsWith(prefix),
  };
}

/** All at once: a folder is listed faster than it is noted where the listing goes on. */
async function* folderBatches(
  path: string,
  { after, signal, onLeftOut }: ListOptions,
): AsyncGenerator<ListedBatch> {
  if (after !== undefined) return;
  const { files, leftOut, problems } = findFiles(path);
  const [problem] = problems;
  if (problem !== undefined && files.length === 0) {
    throw new EnvironmentError(`${problem.path} ${problem.message}`);
  }
  for (const { path: found, message } of problems) onLeftOut(`${found} ${message}`, true);
  for (const found of leftOut) onLeftOut(`${found} is Markdown, which is no log`, false);
  signal.throwIfAborted();
  const objects = files.map(({ path: found, size }) => {
    const { mtimeMs } = statSync(found);
    const modified = new Date(mtimeMs).toISOString();
    const object = { path: resolve(found), size, modified };
    return { object, modifiedMs: mtimeMs, stored: {} };
  });
  yield { objects, requests: 0, after: 'all' };
}
