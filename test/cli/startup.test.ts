// What starting the command line loads: nothing of the AWS SDK, which costs a second and tens of megabytes.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { it } from 'node:test';

const PROGRAM = new URL('../../src/cli/program.ts', import.meta.url).href;

const SCRIPT = `
  import { createRequire } from 'node:module';
  await import(${JSON.stringify(PROGRAM)});
  const loaded = Object.keys(createRequire(import.meta.url + '/x').cache);
  console.log(JSON.stringify(loaded.filter((path) => path.includes('/@aws-sdk/'))));
`;

it('the command line loads no AWS SDK before a command needs it', () => {
  // A process of its own: tests beside this one load it.
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', SCRIPT], {
    encoding: 'utf8',
  });
  assert.equal(stdout, '[]\n', stderr);
});
