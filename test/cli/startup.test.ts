// What starting the command line loads: nothing of the AWS SDK, which costs a second and tens of megabytes.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { it } from 'node:test';

it('the command line loads no AWS SDK before a command needs it', async () => {
  await import('../../src/cli/program.ts');
  const loaded = Object.keys(createRequire(import.meta.url).cache);
  assert.deepEqual(
    loaded.filter((path) => path.includes('/@aws-sdk/')),
    [],
  );
});
