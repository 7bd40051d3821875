// What a path on the command line stands for, and that nothing named is passed over in silence.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { findFiles } from '../../src/adapters/local/index.ts';
import { makeFolder } from './folder.ts';

/** Paths below the folder. */
function below(folder: string, found: ReturnType<typeof findFiles>): readonly string[] {
  return found.files.map(({ path }) => path.slice(folder.length + 1));
}

test('a file stands for itself, with its size and its name as given', (t) => {
  const folder = makeFolder(t, { 'a.ndjson': '{}\n' });
  const path = `${folder}/./a.ndjson`;
  assert.deepEqual(findFiles(path), { files: [{ path, size: 3 }], leftOut: [], problems: [] });
});

test('a folder stands for the files in it and below, sorted, without hidden ones', (t) => {
  const names = ['b/2.gz', 'b/1.gz', 'a.ndjson', 'Z.ndjson', '.hidden', '.dot/x', 'b/.x'];
  const folder = makeFolder(t, Object.fromEntries(names.map((name) => [name, 'x'])));
  const found = findFiles(folder);
  assert.deepEqual(below(folder, found), ['Z.ndjson', 'a.ndjson', 'b/1.gz', 'b/2.gz']);
  assert.deepEqual(found.problems, []);
});

test('Markdown in a folder is left out by name, and read where it is named', (t) => {
  const folder = makeFolder(t, { 'README.md': 'x', a: 'x' });
  const { files, leftOut } = findFiles(folder);
  assert.deepEqual(
    files.map(({ path }) => path),
    [`${folder}/a`],
  );
  assert.deepEqual(leftOut, [`${folder}/README.md`]);
  assert.equal(findFiles(`${folder}/README.md`).files.length, 1);
});

test('a trailing slash is not doubled', (t) => {
  const folder = makeFolder(t, { a: 'x' });
  assert.deepEqual(
    findFiles(`${folder}/`).files.map(({ path }) => path),
    [`${folder}/a`],
  );
});

test('a hidden file that is named is read', (t) => {
  const folder = makeFolder(t, { '.hidden': 'x' });
  assert.equal(findFiles(join(folder, '.hidden')).files.length, 1);
});

test('a glob stands for what it matches, sorted', (t) => {
  const folder = makeFolder(t, { 'b.gz': 'x', 'a.gz': 'x', 'c.txt': 'x', 'd/e.gz': 'x' });
  assert.deepEqual(below(folder, findFiles(`${folder}/*.gz`)), ['a.gz', 'b.gz']);
  assert.deepEqual(below(folder, findFiles(`${folder}/**/*.gz`)), ['a.gz', 'b.gz', 'd/e.gz']);
});

test('a name that exists is no glob, whatever its characters', (t) => {
  const folder = makeFolder(t, { 'a[1].gz': 'x', 'a1.gz': 'x' });
  assert.deepEqual(below(folder, findFiles(`${folder}/a[1].gz`)), ['a[1].gz']);
});

for (const name of ['missing.gz', '*.missing']) {
  test(`${name}, which stands for nothing, is a problem`, (t) => {
    const found = findFiles(join(makeFolder(t), name));
    assert.equal(found.files.length, 0);
    assert.equal(found.problems.length, 1);
  });
}

test('a path below a file is a problem, not a crash', (t) => {
  const folder = makeFolder(t, { a: 'x' });
  assert.equal(findFiles(join(folder, 'a', 'b')).problems.length, 1);
});

test('links that lead in circles are followed once', (t) => {
  const folder = makeFolder(t, { 'sub/a.gz': 'x' });
  symlinkSync('..', join(folder, 'sub', 'up'));
  symlinkSync('.', join(folder, 'self'));
  assert.deepEqual(below(folder, findFiles(folder)), ['sub/a.gz']);
});

test('a link to nothing is a problem', (t) => {
  const folder = makeFolder(t, { a: 'x' });
  symlinkSync('nowhere', join(folder, 'dangling'));
  const found = findFiles(folder);
  assert.deepEqual(below(folder, found), ['a']);
  assert.equal(found.problems[0]?.path, `${folder}/dangling`);
});

test('a link to a file is read under its own name', (t) => {
  const folder = makeFolder(t, { a: 'x' });
  symlinkSync('a', join(folder, 'link'));
  assert.deepEqual(below(folder, findFiles(folder)), ['a', 'link']);
});

test('a pipe is refused by name instead of being waited for', (t) => {
  const folder = makeFolder(t);
  mkdirSync(join(folder, 'logs'));
  spawnSync('mkfifo', [join(folder, 'logs', 'pipe')]);
  const found = findFiles(join(folder, 'logs'));
  assert.equal(found.files.length, 0);
  assert.match(found.problems[0]?.message ?? '', /pipe/);
});

test('a URL is said to be one, and not to be missing', () => {
  const { files, problems } = findFiles('s3://example-bucket/edr/*.gz');
  assert.deepEqual(files, []);
  assert.match(problems[0]?.message ?? '', /is a URL, which cannot be read yet/);
});
