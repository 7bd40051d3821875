// No file that is published names a developer's machine, a real account or a secret. Faults are spelled in parts,
// so that this file itself is clean.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { findLeaks } from './leaks.ts';
import { REPOSITORY } from './planted-tree.ts';

const NINES = '9'.repeat(12);

const FAULTS: readonly (readonly [what: string, parts: readonly string[], kind: string])[] = [
  ['a path of a developer machine', ['see /wo', 'rk/main/x'], 'a path of a developer machine'],
  ['a home folder', ['"/ho', 'me/alice/x"'], 'a path of a developer machine'],
  ['a home folder of macOS', ['(/Us', 'ers/alice/x)'], 'a path of a developer machine'],
  ['a home folder in a URL', ['file:///ho', 'me/alice'], 'a path of a developer machine'],
  [
    'a shell tool of a developer machine',
    ['/tmp/bash', '_jobs.0'],
    'a path of a developer machine',
  ],
  ['an account id in an ARN', [`arn:aws:sqs:eu-west-1:${NINES}`, ':q'], 'an AWS account id'],
  ['an account id in a registry', [NINES, '.dkr.ecr.eu-west-1'], 'an AWS account id'],
  [
    'an account id in a queue URL',
    ['sqs.eu-west-1.amazonaws.com/', NINES, '/q'],
    'an AWS account id',
  ],
  ['an account id by its key', ['"accountId": "', NINES, '"'], 'an AWS account id'],
  ['an access key', ['AKIA', 'Q'.repeat(16)], 'an AWS access key'],
  ['a private key', ['-----BEGIN RSA PRI', 'VATE KEY-----'], 'a private key'],
  ['a Slack token', ['xox', 'b-1234567890-abc'], 'a Slack token'],
  ['a Slack webhook', ['https://hooks.slack.com/serv', 'ices/T12345678/B'], 'a Slack webhook'],
  ['a GitHub token', ['gh', 'p_', 'a'.repeat(36)], 'a GitHub token'],
];

const SOUND: readonly string[] = [
  'arn:aws:sqs:eu-west-1:123456789012:queue',
  'accountId: 123456789012',
  `FileTime ${NINES}`,
  'https://example.com/work/item and ../work/item and homework/item',
  'C:\\Users\\alice\\x.exe',
  '{11111111-2222-3333-4444-999999999999}',
];

// `name/`, or the beginning of a name, a star and a slash.
function isFolderLine(line: string, name: string): boolean {
  return line === `${name}/` || (line.endsWith('*/') && name.startsWith(line.slice(0, -2)));
}

/** What git leaves out, by .gitignore's forms used here: folders (see above) and `*.suffix`. */
function isIgnored(name: string, isFolder: boolean): boolean {
  const lines = readFileSync(join(REPOSITORY, '.gitignore'), 'utf8').split('\n');
  if (isFolder) return name === '.git' || lines.some((line) => isFolderLine(line, name));
  return lines.some((line) => line.startsWith('*') && name.endsWith(line.slice(1)));
}

function publishedFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (isIgnored(entry.name, entry.isDirectory())) return [];
    if (entry.isDirectory()) return publishedFiles(path);
    return entry.isFile() ? [path] : [];
  });
}

describe('the search for what must not be published', () => {
  for (const [what, parts, kind] of FAULTS) {
    it(`finds ${what}`, () => {
      assert.deepEqual(findLeaks(`first\n${parts.join('')}\n`), [{ line: 2, kind }]);
    });
  }

  for (const text of SOUND) {
    it(`passes ${text}`, () => assert.deepEqual(findLeaks(text), []));
  }

  it('finds nothing in the repository as it stands', () => {
    const files = publishedFiles(REPOSITORY);
    assert.ok(files.length > 20, `only ${files.length} files were read`);
    const found = files.flatMap((path) =>
      findLeaks(readFileSync(path, 'latin1')).map(
        ({ line, kind }) => `${path.slice(REPOSITORY.length + 1)}:${line} holds ${kind}`,
      ),
    );
    assert.deepEqual(found, []);
  });
});
