// Folders as people have them: what cannot be planned or run is said in a line, and the rest is planned and run.

import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { runHere } from '../run-here.ts';

const LOG = 'events/sysmon/srv-apps-01-events-20261120.json';

/** A folder of logs, and where a plan of it goes. */
function logs(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'folder-plan-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const of = join(folder, 'logs');
  mkdirSync(of);
  copyFileSync(LOG, join(of, 'a 100%25+\n.json'));
  const out = join(folder, 'plan');
  const plan = (...more: readonly string[]) =>
    runHere(['replay', 'plan', of, '--out', out, ...more]);
  return { of, out, plan };
}

describe('a plan of a folder', () => {
  it('has the other files where some cannot be read, names those, and is incomplete', async (t) => {
    const { of, plan } = logs(t);
    symlinkSync('nowhere', join(of, 'dangling'));
    writeFileSync(Buffer.concat([Buffer.from(`${of}/bad-`), Buffer.from([0xff])]), 'x');
    writeFileSync(join(of, 'README.md'), '# logs');
    const { code, stdout, stderr } = await plan();
    assert.equal(code, 2);
    assert.match(stderr, /^left out: .*dangling is a link to nothing$/m);
    assert.match(stderr, /^left out: .*bad-� has a name that is not UTF-8$/m);
    assert.match(stderr, /^left out: .*README\.md is Markdown, which is no log$/m);
    assert.match(stdout, /^1 object, .* as stored$/m);
  });

  it('says which command is next, and takes no more workers than there are objects', async (t) => {
    const { out, plan } = logs(t);
    const { code, stdout, stderr } = await plan('--jobs', '64');
    assert.equal(code, 0, stderr);
    assert.ok(stdout.endsWith(`1 s with 1 worker\nnext: replay run ${out}\n`), stdout);
  });

  it('is of this machine: options of AWS are refused', async (t) => {
    const { plan } = logs(t);
    for (const more of [
      ['--on', 'aws'],
      ['--concurrency', '5'],
    ]) {
      const { code, stderr } = await plan(...more);
      assert.equal(code, 64);
      assert.match(stderr, new RegExp(`^error: ${more[0]}`));
    }
  });
});

describe('replay run', () => {
  it('that has ended says so with what failed, and has the same exit code', async (t) => {
    const { of, out, plan } = logs(t);
    writeFileSync(join(of, 'cut.json'), '{"a":');
    await plan();
    assert.equal((await runHere(['replay', 'run', out, '--jobs', '1'])).code, 2);
    const { code, stderr } = await runHere(['replay', 'run', out]);
    assert.equal(code, 2);
    assert.match(stderr, /has ended \(1 incomplete\); --retry-failed reads what failed again, /);
  });

  it('whose folder cannot be written is a fault of the folder, and no bug', async (t) => {
    const { out, plan } = logs(t);
    await plan();
    writeFileSync(join(out, 'runs'), 'a file');
    const { code, stderr } = await runHere(['replay', 'run', out]);
    assert.equal(code, 2);
    assert.match(stderr, /^error: cannot be run: ENOTDIR/);
  });
});

describe('replay diff', () => {
  it('says in its answer that a rule was broken, before it reads', async (t) => {
    const { of, out, plan } = logs(t);
    await plan();
    const rules = join(of, '..', 'rules');
    mkdirSync(rules);
    writeFileSync(join(rules, 'broken.yml'), 'detection: [');
    const asked = ['replay', 'diff', out, '--rules-to', rules, '--jobs', '1'];
    const none = await runHere(asked);
    assert.equal(none.code, 2);
    assert.match(none.stderr, /error: --rules-to has no rule to run\n$/);
    assert.doesNotMatch(none.stderr, /pass 1/);
    copyFileSync(
      'rules/windows/network_connection/network_connection_win_smb_lolbin.yml',
      join(rules, 'good.yml'),
    );
    const some = await runHere([...asked, '--format', 'markdown']);
    assert.equal(some.code, 2);
    assert.match(some.stdout, /\*\*Not whole:\*\* rules after the change: 1 error; /);
  });
});
