// An earlier rule set by its hash: found in git, whatever is in the working tree, and refused in words where it is not there.

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { GitError, gitIn } from '../../scripts/git-objects.ts';
import { rulesHashOf } from '../../scripts/ruleset-digest.ts';
import { exportRuleset } from '../../scripts/ruleset-export.ts';
import { readHistory, type RulesetVersion } from '../../scripts/ruleset-history.ts';
import { historyText } from '../../scripts/ruleset-history-text.ts';
import { pickRuleset, RulesetUnknownError } from '../../scripts/ruleset-pick.ts';
import { openRuleset } from '../../scripts/synth-ruleset.ts';
import { tempFolder } from '../infra/support/temp-folder.ts';

type Files = Readonly<Record<string, string>>;

/** A commit for `git fast-import`: all files of it. A `link:` is a symbolic link. */
function commit(day: number, files: Files): string {
  const when = `A <a@example.com> ${Date.UTC(2026, 10, day) / 1_000} +0000`;
  const changes = Object.entries(files).map(([path, text]) => {
    const isLink = text.startsWith('link:');
    const body = isLink ? text.slice('link:'.length) : text;
    return `M ${isLink ? '120000' : '100644'} inline ${path}\ndata ${Buffer.byteLength(body)}\n${body}\n`;
  });
  return `commit refs/heads/main\ncommitter ${when}\ndata 1\nx\ndeleteall\n${changes.join('')}\n`;
}

/** A repository with the commits, of which the working tree has nothing but `files`. */
function repository(commits: readonly Files[], files: Files = {}): string {
  const folder = tempFolder();
  const git = gitIn(folder);
  git(['init', '--quiet', '--initial-branch=main']);
  const stream = commits.map((one, index) => commit(index + 1, one)).join('');
  git(['fast-import', '--quiet'], stream);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const A = { 'rules/a.yml': 'title: a\n' };
const AB = { ...A, 'rules/b/ü.yml': 'title: ü\n', 'rules/b/ü.test.yml': 'one\n' };
const TEST_MENDED = { ...AB, 'rules/b/ü.test.yml': 'two\n', 'README.md': 'x' };
const HASH_A = rulesHashOf([{ path: 'rules/a.yml', text: 'title: a\n' }]);

describe('the history of rule sets', () => {
  const folder = repository([A, AB, TEST_MENDED, A]);
  const history = readHistory(gitIn(folder));
  const [first, second] = history.versions;

  it('has each hash once, of its newest commit, the newest first', () => {
    assert.equal(history.versions.length, 2);
    assert.equal(first?.hash, HASH_A);
    assert.equal(first?.date, '2026-11-04T00:00:00+00:00');
    assert.equal(second?.date, '2026-11-03T00:00:00+00:00', 'the one whose tests were mended');
    assert.deepEqual([...(second?.rules.keys() ?? [])], ['rules/a.yml', 'rules/b/ü.yml']);
  });

  it('is told with what each changed', () => {
    const text = historyText(history, HASH_A);
    assert.match(
      text,
      new RegExp(`^\\* ${HASH_A.slice(0, 12)} .* {4}1 {2}0 added, 1 removed`, 'm'),
    );
    assert.match(historyText(history, 'f'.repeat(64)), /ffffffffffff, which is of no commit/);
  });

  it('writes a rule set with its tests to another folder, and leaves the repository as it is', () => {
    const target = tempFolder();
    if (second === undefined) throw new Error('no second rule set');
    const before = readdirSync(folder);
    exportRuleset(second, gitIn(folder), target);
    assert.equal(readFileSync(join(target, 'rules/b/ü.test.yml'), 'utf8'), 'two\n');
    assert.deepEqual(readdirSync(folder), before);
  });

  it('reads no link, which would be another file than the hash is of', () => {
    const linked = repository([{ ...A, 'rules/c.yml': 'link:/etc/passwd' }]);
    const [version] = readHistory(gitIn(linked)).versions;
    if (version === undefined) throw new Error('no rule set');
    assert.throws(
      () => exportRuleset(version, gitIn(linked), tempFolder()),
      /rules\/c\.yml .*plain/,
    );
  });
});

describe('a rule set picked by hash', () => {
  const version = (hash: string): RulesetVersion => ({
    hash: hash.padEnd(64, '0'),
    commit: 'c'.repeat(40),
    date: '2026-11-01T00:00:00+00:00',
    rules: new Map(),
    files: [],
  });
  const versions = ['0123456789aa', '0123456789bb', 'ff'].map(version);
  const pick = (hash: string, isShallow = false) => pickRuleset(hash, { versions, isShallow });

  it('is that which its beginning is of, in either case', () => {
    assert.equal(pick('0123456789A').hash, versions[0]?.hash);
  });

  for (const [given, isShallow, words] of [
    ['0123', false, /expected 8 to 64 hexadecimal digits/],
    ['main', false, /expected 8 to 64 hexadecimal digits/],
    [
      '0123456789',
      false,
      /beginning of 2 hashes; expected one:\n {2}0123456789aa0+\n {2}0123456789bb0+$/,
    ],
    [
      '0123456700',
      false,
      /no commit has these rules.*\n.*git fetch --all --tags\nnearest:\n {2}0123456789aa/,
    ],
    ['0123456700', true, /shallow.*git fetch --unshallow/],
  ] as const) {
    it(`is refused: ${given}${isShallow ? ' of a shallow clone' : ''}`, () => {
      assert.throws(
        () => pick(given, isShallow),
        (error) => error instanceof RulesetUnknownError && words.test(error.message),
      );
    });
  }
});

describe('the rules of a synthesis', () => {
  const folder = repository([A, AB], { 'rules/d.yml': 'title: d\n' });

  it('warn where one could not return to them by their hash', () => {
    assert.match(
      openRuleset(folder, undefined).words,
      /^rule set: [0-9a-f]{64}\nwarning: rules\/ differs/,
    );
  });

  it('are written, named by their commit, and removed at the end', () => {
    const rules = openRuleset(folder, HASH_A.slice(0, 8));
    after(rules.close);
    assert.deepEqual(readdirSync(rules.path), ['a.yml']);
    assert.match(
      rules.words,
      new RegExp(`^rule set: ${HASH_A}, of commit [0-9a-f]{12} \\(2026-11-01\\)$`),
    );
    rules.close();
    assert.throws(() => readdirSync(rules.path), /ENOENT/);
  });

  it('say that there is no repository, or no git', () => {
    const none = tempFolder({ 'rules/a.yml': 'title: a\n' });
    assert.throws(() => openRuleset(none, HASH_A), GitError);
    assert.match(
      openRuleset(none, undefined).words,
      new RegExp(`${HASH_A}\nwarning: git rev-parse: `),
    );
  });
});
