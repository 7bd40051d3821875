// `local`, whole: files and objects go in, what Slack would show comes out, and nothing is left.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ROOT } from '../../infra/support/root.ts';
import { until } from '../../e2e/support/until.ts';
import { tempFolder } from '../../infra/support/temp-folder.ts';
import { collectRun } from '../run-cli.ts';
import { runHere } from '../run-here.ts';

const SAMPLE =
  'ls.s3.cc812286-389b-4500-a3ec-76b2cc09a73c.2026-11-20T10.15.tag_endpoint.part2.txt.gz';
const STORY = join(ROOT, 'events/elastic-defend', SAMPLE);

/** The object of the README's alert, one that is cut short, and an empty one; nobody has touched them for long. */
function steadyFolder(): string {
  const folder = tempFolder({ 'empty.json': '' });
  mkdirSync(join(folder, 'date=2026-11-20'));
  copyFileSync(STORY, join(folder, 'date=2026-11-20', 'story.json.gz'));
  writeFileSync(join(folder, 'cut.json.gz'), readFileSync(STORY).subarray(0, -30));
  for (const path of ['empty.json', 'cut.json.gz', 'date=2026-11-20/story.json.gz'])
    utimesSync(join(folder, path), 1, 1);
  return folder;
}

/** What the README shows of the alert: the lines of the block behind the command, without those that are left out of it. */
function readmeLines(): readonly string[] {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, block = ''] =
    /local --once --watch events\/elastic-defend\n```\n+```\n([^`]*)```/.exec(readme) ?? [];
  return block.split('\n').filter((line) => line.trim() !== '' && line.trim() !== '…');
}

/** Times are of the run. What the start of the process says (parent, hash) stands in another object of the sample. */
function timeless(text: string): string {
  return text
    .replaceAll(/\d\d:\d\d:\d\d UTC, \d+\.\d s after/g, 'HH:MM:SS UTC, N s after')
    .replaceAll(/, [^,]* ago$/gm, ', N ago')
    .replaceAll(/^( {2}(?:Parent|Hash) {2}).*$/gm, '$1');
}

describe('local', () => {
  it('--once shows the alerts of a folder, says what was not scanned to its end, and leaves nothing behind', async () => {
    const args = ['local', '--once', '--grace', '0', '--watch', steadyFolder()];
    const run = await runHere(args);
    assert.match(
      run.stdout,
      /^── Slack, \d\d:\d\d:\d\d UTC, \d+\.\d s after the object was put ──$/m,
    );
    const title =
      'Detect Outbound SMB Connection by Untrusted Process: invoice_viewer.exe on ws-17';
    assert.equal(run.stdout.split(title).length - 1, 1, 'told once');
    const lines = timeless(run.stdout).split('\n');
    const promised = readmeLines();
    assert.ok(promised.length > 10);
    const missing = promised.filter((line) => !lines.includes(timeless(line)));
    assert.deepEqual(missing, [], 'lines of the README that it does not say');
    assert.match(run.stderr, /scan: object incomplete, object s3:\/\/logs\/cut\.json\.gz/);
    assert.match(run.stderr, /rejected: s3:\/\/logs\/cut\.json\.gz failed every time/);
    assert.match(
      run.stderr,
      /1 posted, .* · 1 shown · rejected: 1 object, 0 records · from PUT to post/,
    );
    assert.equal(run.code, 2);
    const areGone = () => !process.getActiveResourcesInfo().includes('ProcessWrap');
    await until('no process to be left', areGone);
  });

  it('takes objects of any S3 client, and Ctrl-C ends it clean', {
    timeout: 180_000,
  }, async (t) => {
    const main = join(ROOT, 'src/cli/main.ts');
    // A process group of its own, so that what is left of it can be seen.
    const child = spawn(process.execPath, [main, 'local', '--grace', '0'], {
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    t.after(() => child.kill('SIGTERM'));
    const run = collectRun(child);
    const endpoint = await waitFor(child.stderr, /on (http:\/\/127\.0\.0\.1:\d+) /);
    const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
    const s3 = new S3Client({ endpoint, region: 'eu-central-1', credentials });
    const object = { Bucket: 'logs', Key: 'story.gz', Body: readFileSync(STORY) };
    // The alert may be shown before its scan has told its counts, which are said once all is worked off.
    const counted = waitFor(child.stderr, /(1 object, \d+ records)/);
    await s3.send(new PutObjectCommand(object));
    s3.destroy();
    await waitFor(child.stdout, /(invoice_viewer\.exe on ws-17)/);
    await counted;
    child.kill('SIGINT');
    const { code, stderr } = await run;
    assert.match(stderr, /1 object, \d+ records, .* · 1 shown/);
    assert.equal(code, 0);
    // What was killed may take a moment to be gone.
    await until('no process of the group to be left', () => isGroupGone(child.pid ?? 0));
  });
});

function isGroupGone(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return false;
  } catch (error) {
    assert.ok(error instanceof Error && 'code' in error);
    assert.equal(error.code, 'ESRCH');
    return true;
  }
}

/** Resolves with the first group once the stream has said it. */
function waitFor(stream: NodeJS.ReadableStream, pattern: RegExp): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  stream.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    const [, found] = pattern.exec(text) ?? [];
    if (found !== undefined) resolve(found);
  });
  stream.on('end', () => reject(new Error(`it ended without ${pattern}: ${text}`)));
  return promise;
}
