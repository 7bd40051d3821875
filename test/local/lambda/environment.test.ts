// What a function is given: variables, Node flags, its logs; and what is refused.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LocalConfigError } from '../../../src/local/errors.ts';
import { type LambdaOptions, toFunctionConfig } from '../../../src/local/lambda/lambda-options.ts';
import { startLambda } from '../../../src/local/lambda/start-lambda.ts';
import { errorOf, functionOf, payloadOf } from './functions.ts';

const ENVIRONMENT = 'export const handler = async () => ({ ...process.env });';
const MAKES_CODE = `export const handler = async () => (0, eval)('1 + 1');`;
const CODE = { taskRoot: '/var/task', handler: 'index.handler' };

describe("a function's environment", { concurrency: true }, () => {
  it('is what its configuration says and what Lambda adds, and nothing of this process', async (t) => {
    process.env['OF_THIS_PROCESS'] = 'leaked';
    const shown = await functionOf(t, ENVIRONMENT, {
      identity: { functionName: 'scan', region: 'eu-west-1', accessKeyId: 'AKIASCAN' },
      environment: { TABLE: 'state', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    });
    const env = payloadOf(await shown.invoke({})) as Record<string, string>;
    assert.deepEqual([env['TABLE'], env['AWS_ENDPOINT_URL']], ['state', 'http://127.0.0.1:1']);
    assert.deepEqual([env['AWS_REGION'], env['AWS_ACCESS_KEY_ID']], ['eu-west-1', 'AKIASCAN']);
    assert.equal(env['AWS_EXECUTION_ENV'], shown.runtime.replace(/^/, 'AWS_Lambda_'));
    assert.equal(env['OF_THIS_PROCESS'], undefined);
  });

  it('names the Node it runs under', async (t) => {
    const versioned = await functionOf(t, 'export const handler = async () => process.version;');
    const version = payloadOf(await versioned.invoke({}));
    assert.equal(versioned.nodeVersion, version);
    assert.match(versioned.runtime, /^nodejs(22|24)\.x$/);
  });

  it('refuses code from text under NODE_OPTIONS of the template', async (t) => {
    const strict = await functionOf(t, MAKES_CODE, {
      environment: { NODE_OPTIONS: '--disallow-code-generation-from-strings' },
    });
    assert.equal(errorOf(await strict.invoke({})).errorType, 'EvalError');
  });

  it('refuses code from text under the same flag on the command line', async (t) => {
    const strict = await functionOf(t, MAKES_CODE, {
      node: { options: ['--disallow-code-generation-from-strings'] },
    });
    assert.equal(errorOf(await strict.invoke({})).errorType, 'EvalError');
    const lenient = await functionOf(t, MAKES_CODE);
    assert.equal(payloadOf(await lenient.invoke({})), 2);
  });

  it('has logs of its own for each invocation, whole and in order, also when it is killed', async (t) => {
    const talker = await functionOf(
      t,
      `console.log('init'); export const handler = async ({ n }) => {
        process.stdout.write('out ' + n + '\\n'); process.stderr.write('err ' + n + '\\n');
        if (n === 3) { process.stdout.write('x'.repeat(300_000) + 'end'); process.kill(process.pid, 'SIGKILL'); } };`,
    );
    const first = await talker.invoke({ n: 1 });
    assert.match(first.logs, /init\n[\s\S]*out 1\nerr 1\n$/);
    assert.equal((await talker.invoke({ n: 2 })).logs, 'out 2\nerr 2\n');
    const killed = await talker.invoke({ n: 3 });
    assert.match(killed.logs, /^out 3\nerr 3\nx+end$/);
  });
});

describe('startLambda', () => {
  const REFUSED: readonly (readonly [string, Partial<LambdaOptions>])[] = [
    ['a reserved variable', { environment: { AWS_REGION: 'eu-west-1' } }],
    ['the variable of the handler', { environment: { _HANDLER: 'x' } }],
    ['too little memory', { limits: { memoryMb: 64 } }],
    ['too much memory', { limits: { memoryMb: 10_241 } }],
    ['no time', { limits: { timeoutMs: 0 } }],
    ['more than 15 minutes', { limits: { timeoutMs: 900_001 } }],
    ['time that is no number', { limits: { timeoutMs: Number.NaN } }],
    ['no sandbox', { limits: { maxSandboxes: 0 } }],
  ];
  for (const [what, options] of REFUSED) {
    it(`refuses ${what}`, () => {
      const whole = { identity: { functionName: 'scan' }, code: CODE, ...options };
      assert.throws(() => toFunctionConfig(whole), LocalConfigError);
    });
  }

  it('refuses a node binary that is not there', async () => {
    const options = { identity: { functionName: 'scan' }, code: CODE };
    await assert.rejects(
      startLambda({ ...options, node: { binary: '/nowhere/node' } }),
      LocalConfigError,
    );
  });

  it('rejects the invocation if the code folder is not there', async (t) => {
    const lost = await startLambda({
      identity: { functionName: 'scan' },
      code: { taskRoot: '/nowhere/at/all', handler: 'index.handler' },
    });
    t.after(() => lost.stop());
    await assert.rejects(lost.invoke({}), { code: 'ENOENT' });
    await assert.rejects(lost.invoke({}), { code: 'ENOENT' });
  });
});
