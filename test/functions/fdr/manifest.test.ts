// Messages of an FDR queue: what is read of them, and what is said of those that cannot be worked off.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseManifest } from '../../../functions/fdr/manifest.ts';

const BUCKET = 'crowdstrike-cannon-example';
const FILE = {
  path: 'data/8f1c/part-00000.gz',
  size: 90,
  checksum: '69fe068e5d115ebc8ac5bdcc3d58ce6d',
};
const MANIFEST = {
  cid: '0123456789abcdef0123456789abcdef',
  timestamp: 1_795_169_702_942,
  fileCount: 1,
  totalSize: 90,
  bucket: BUCKET,
  pathPrefix: 'data/8f1c',
  files: [FILE],
};

const read = (value: unknown) =>
  parseManifest(typeof value === 'string' ? value : JSON.stringify(value), BUCKET);

describe('a manifest', () => {
  it('is its files, by the name of their batch', () => {
    assert.deepEqual(read(MANIFEST), {
      kind: 'manifest',
      manifest: { name: 'data/8f1c', bucket: BUCKET, files: [FILE], complaint: undefined },
    });
  });

  it('needs no more than a bucket and paths', () => {
    const least = { bucket: BUCKET, files: [{ path: FILE.path }] };
    assert.deepEqual(read(least), {
      kind: 'manifest',
      manifest: {
        name: FILE.path,
        bucket: BUCKET,
        files: [{ path: FILE.path, size: undefined, checksum: undefined }],
        complaint: undefined,
      },
    });
  });

  const COMPLAINTS = [
    [{ ...MANIFEST, fileCount: 2 }, 'fileCount is 2, and it lists 1: files may be missing from it'],
    [
      { ...MANIFEST, fileCount: '1' },
      'fileCount is "1", and it lists 1: files may be missing from it',
    ],
    [{ ...MANIFEST, files: [FILE, { size: 3 }], fileCount: 2 }, '1 of 2 files have no path'],
    [{ ...MANIFEST, files: [FILE, null], fileCount: 2 }, '1 of 2 files have no path'],
  ] as const;
  for (const [value, expected] of COMPLAINTS) {
    it(`has the files that it lists, and a complaint: ${expected}`, () => {
      const found = read(value);
      assert.ok(found.kind === 'manifest');
      assert.deepEqual(found.manifest.files, [FILE]);
      assert.equal(found.manifest.complaint, expected);
    });
  }

  const EXPECTED = 'expected a manifest of Falcon Data Replicator';
  const FAULTS: readonly (readonly [string, unknown, string])[] = [
    ['no JSON', '{"bucket"', 'holds 9 characters that are no JSON object'],
    ['a list', [MANIFEST], `holds ${JSON.stringify([MANIFEST]).length} characters that are no`],
    ['no bucket', { files: [FILE] }, 'has no bucket'],
    ['an inherited bucket', '{"__proto__": {"bucket": "b"}, "files": []}', 'has no bucket'],
    ['no files', { bucket: BUCKET }, 'has no list of files'],
    ['files that are none', { bucket: BUCKET, files: FILE.path }, 'has no list of files'],
    [
      'another bucket',
      { ...MANIFEST, bucket: 'other' },
      `is of bucket "other"; expected "${BUCKET}"`,
    ],
  ];
  for (const [what, value, message] of FAULTS) {
    it(`with ${what} is none, and says so`, () => {
      const found = read(value);
      assert.ok(found.kind === 'fault');
      assert.ok(found.message.startsWith(`the message ${message}`), found.message);
      assert.ok(found.message.endsWith(EXPECTED));
    });
  }

  it('quotes of a bucket no more than a line of a log has room for', () => {
    const found = read({ ...MANIFEST, bucket: 'x'.repeat(100_000) });
    assert.ok(found.kind === 'fault' && found.message.length < 400);
  });
});
