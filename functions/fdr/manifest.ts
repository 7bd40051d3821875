// A message of an FDR queue → the files of a batch, or why it cannot be worked off. Read as untrusted as any other.

import { parseJson } from '../../src/model/index.ts';
import { asObject, own, ownArray, ownNumber, ownText } from '../scan/events/guards.ts';

/** A file of a batch. */
export interface ManifestFile {
  /** Its key, whole: the manifest's pathPrefix is the beginning of it. */
  readonly path: string;
  /** Bytes as stored; undefined where the manifest does not say. */
  readonly size: number | undefined;
  /** In hex; undefined where the manifest does not say. */
  readonly checksum: string | undefined;
}

/** What a message asks for. */
export interface Manifest {
  /** What people find the batch by. */
  readonly name: string;
  readonly bucket: string;
  readonly files: readonly ManifestFile[];
  /** What it says of files that are not to be found in it; undefined where it is whole. */
  readonly complaint: string | undefined;
}

/** A manifest, or why it is none. */
export type ManifestRead =
  | { readonly kind: 'manifest'; readonly manifest: Manifest }
  | { readonly kind: 'fault'; readonly message: string };

/** Of a text that is quoted. */
const MAX_QUOTED = 200;

/**
 * Reads a body such as `{"cid", "timestamp", "fileCount": 1, "totalSize": 90, "bucket", "pathPrefix": "data/UUID", "files":
 * [{"path": "data/UUID/part-00000.gz", "size": 90, "checksum"}]}`. Only files of `bucket` are ever read, whatever it says.
 * @see https://github.com/CrowdStrike/FDR standalone/falcon_data_replicator.py
 */
export function parseManifest(body: string, bucket: string): ManifestRead {
  const value = asObject(parseJson(body));
  if (value === undefined) return fault(`holds ${body.length} characters that are no JSON object`);
  const found = ownText(value, 'bucket');
  const listed = ownArray(value, 'files');
  if (found === undefined) return fault('has no bucket');
  if (listed === undefined) return fault('has no list of files');
  if (found !== bucket) return fault(`is of bucket ${quoted(found)}; expected ${quoted(bucket)}`);
  const files = listed.flatMap(toFile);
  const name = ownText(value, 'pathPrefix') ?? files[0]?.path ?? '(no files)';
  const complaint = complaintOf(own(value, 'fileCount'), listed.length, files.length);
  return { kind: 'manifest', manifest: { name, bucket, files, complaint } };
}

function toFile(value: unknown): readonly ManifestFile[] {
  const file = asObject(value);
  const path = ownText(file, 'path');
  if (path === undefined) return [];
  return [{ path, size: ownNumber(file, 'size'), checksum: ownText(file, 'checksum') }];
}

/** A count that is absent says nothing; one that is wrong means that files may be there which nobody is told of. */
function complaintOf(count: unknown, listed: number, readable: number): string | undefined {
  if (readable < listed) return `${listed - readable} of ${listed} files have no path`;
  if (count === undefined || count === listed) return undefined;
  return `fileCount is ${quoted(count)}, and it lists ${listed}: files may be missing from it`;
}

function fault(what: string): ManifestRead {
  const expected = 'expected a manifest of Falcon Data Replicator';
  return { kind: 'fault', message: `the message ${what}; ${expected}` };
}

function quoted(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, MAX_QUOTED);
}
