// The object that a finding names → its versions, newest first: each is the one until its content says otherwise.

import { statSync } from 'node:fs';
import { fileObject, findFiles } from '../../adapters/local/index.ts';
import type { S3Object } from '../../adapters/aws/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import { EnvironmentError, reasonOf } from '../errors.ts';
import type { FoundVersion, FoundVersions } from './verify-finding.ts';

/** Where S3 is asked. */
export interface S3Asked {
  readonly region?: string;
  readonly endpoint?: string;
}

/** An object is written a few times, if ever; more are not read without being asked for. */
const MAX_VERSIONS = 20;

const S3_ADDRESS = /^s3:\/\/([^/]+)\/(.*)$/s;

/** Finds them. Throws what S3 answers where it cannot be asked at all. */
export async function findVersions(name: string, asked: S3Asked): Promise<FoundVersions> {
  const [, bucket, key] = S3_ADDRESS.exec(name) ?? [];
  if (bucket === undefined || key === undefined) return fileVersions(name);
  const { aws, client } = await connect(asked);
  try {
    const all = await aws.listS3Versions(client, { bucket, key }, MAX_VERSIONS + 1);
    const versions = all.slice(0, MAX_VERSIONS).map(({ versionId, etag, size, modified }) => ({
      object: aws.createS3Object(client, { bucket, key, versionId, etag, size }),
      name: `etag ${etag}, version ${versionId}${modified === undefined ? '' : `, put ${modified}`}`,
    }));
    if (versions.length > 0) return { versions, isCut: all.length > MAX_VERSIONS };
    // Of a server that knows no versions, the object may be there all the same.
    return {
      versions: [currentOf(aws.createS3Object(client, { bucket, key }), aws)],
      isCut: false,
    };
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : 'Error';
    const caution = `its versions cannot be listed (s3:ListBucketVersions): ${name}: ${reasonOf(cause)}`;
    const current = currentOf(aws.createS3Object(client, { bucket, key }), aws);
    return { versions: [current], isCut: false, caution };
  }
}

function currentOf(
  object: S3Object,
  { S3GoneError }: Pick<typeof import('../../adapters/aws/index.ts'), 'S3GoneError'>,
): FoundVersion {
  return { object, name: 'the current one', isGone: () => object.failure instanceof S3GoneError };
}

/** The files, and all objects under the addresses, but for the object itself. */
export async function findContext(
  places: readonly string[],
  own: string,
  asked: S3Asked,
): Promise<readonly ScanObject[]> {
  const found = await Promise.all(places.map((place) => contextAt(place, asked)));
  const byName = new Map(found.flat().map((object) => [object.name, object]));
  byName.delete(own);
  return [...byName.values()];
}

async function contextAt(place: string, asked: S3Asked): Promise<readonly ScanObject[]> {
  const [, bucket, prefix] = S3_ADDRESS.exec(place) ?? [];
  if (bucket === undefined || prefix === undefined) return filesAt(place);
  const { aws, client } = await connect(asked);
  const objects: ScanObject[] = [];
  try {
    for await (const { key, size } of aws.listS3Objects(client, { bucket, prefix })) {
      objects.push(aws.createS3Object(client, { bucket, key, size }));
    }
  } catch (cause) {
    throw new EnvironmentError(`${place} cannot be listed: ${reasonOf(cause)}`, { cause });
  }
  if (objects.length === 0) throw new EnvironmentError(`there is no object under ${place}`);
  return objects;
}

function filesAt(place: string): readonly ScanObject[] {
  const { files, problems } = findFiles(place);
  const [problem] = problems;
  if (problem !== undefined) throw new EnvironmentError(`${problem.path}: ${problem.message}`);
  return files.map(({ path, size }) => fileObject(path, size, new AbortController().signal));
}

function fileVersions(path: string): FoundVersions {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return { versions: [], isCut: false };
  return {
    versions: [{ object: fileObject(path, stat.size, new AbortController().signal) }],
    isCut: false,
  };
}

async function connect({ region, endpoint }: S3Asked) {
  const aws = await import('../../adapters/aws/index.ts');
  const client = aws.createS3ReadClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    followRegionRedirects: true,
  });
  return { aws, client };
}
