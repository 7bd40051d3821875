// A line of an inventory in CSV → the object that it names. S3 quotes every value, and writes keys as in URLs.

import { InventoryError } from './errors.ts';
import { decodeKey } from './s3-list.ts';

/** Where in a row each value is. */
export type InventoryColumns = ReadonlyMap<string, number>;

/** An object, or a version of one. */
export interface InventoryRow {
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
  readonly size: number;
  /** Epoch ms. */
  readonly modifiedMs: number;
  readonly storageClass: string;
  /** Tier of INTELLIGENT_TIERING, where the inventory has it. */
  readonly tier: string | undefined;
  /** False for versions that were replaced, and for marks of deletion. */
  readonly isCurrent: boolean;
}

const NEEDED = ['Bucket', 'Key', 'Size', 'LastModifiedDate', 'ETag'];
/** No value holds a quote or a comma unwritten: keys are as in URLs. */
const ROW = /^"[^"]*"(?:,"[^"]*")*$/;
const SHOWN_CHARACTERS = 80;

/** Reads `fileSchema`. Throws InventoryError where a column is lacking that a plan needs. */
export function columnsOf(schema: string, name: string): InventoryColumns {
  const columns = new Map(schema.split(',').map((column, index) => [column.trim(), index]));
  const lacking = NEEDED.filter((column) => !columns.has(column));
  if (lacking.length === 0) return columns;
  throw new InventoryError(
    `${name} has no ${lacking.join(', ')}; add these fields to the inventory's configuration (it has ${schema})`,
  );
}

/** Reads a line. Throws InventoryError, which names the place. */
export function inventoryRow(text: string, columns: InventoryColumns, place: string): InventoryRow {
  const bad = (why: string) =>
    new InventoryError(`${place}: ${why}: ${JSON.stringify(text.slice(0, SHOWN_CHARACTERS))}`);
  if (!ROW.test(text)) throw bad('is no row of quoted values');
  const values = text.slice(1, -1).split('","');
  if (values.length !== columns.size) {
    throw bad(`has ${values.length} values, the manifest names ${columns.size}`);
  }
  const value = (column: string) => values[columns.get(column) ?? -1] ?? '';
  const isMark = value('IsDeleteMarker') === 'true';
  const size = Number(value('Size'));
  const modifiedMs = Date.parse(value('LastModifiedDate'));
  if (!Number.isSafeInteger(size) || size < 0) throw bad('has no size');
  if (!Number.isFinite(modifiedMs)) throw bad('has no time');
  if (value('Bucket') === '' || value('Key') === '') throw bad('names no object');
  if (value('ETag') === '' && !isMark) throw bad('has no ETag');
  return {
    bucket: value('Bucket'),
    key: keyOf(value('Key'), bad),
    etag: value('ETag').replaceAll('"', ''),
    size,
    modifiedMs,
    storageClass: value('StorageClass') || 'STANDARD',
    tier: value('IntelligentTieringAccessTier') || undefined,
    isCurrent: !isMark && value('IsLatest') !== 'false',
  };
}

function keyOf(encoded: string, bad: (why: string) => InventoryError): string {
  try {
    return decodeKey(encoded);
  } catch (cause) {
    if (cause instanceof URIError) throw bad('has a key that is not as in URLs');
    throw cause;
  }
}
