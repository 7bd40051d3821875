// `notify test` says in words what came of it, against a server that stands for Lambda.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { invocationHelp } from '../../src/cli/notify/invocation-help.ts';
import { testWords } from '../../src/cli/notify/test-words.ts';
import { type Answer, startServer } from '../adapters/aws/test-server.ts';
import { runHere } from './run-here.ts';

/** Runs the command with Lambda on this machine. */
async function notifyTest(t: TestContext, answer: Answer, ...args: readonly string[]) {
  const { endpoint, received } = await startServer(t, [answer]);
  const before = { ...process.env };
  const environment = {
    AWS_ENDPOINT_URL_LAMBDA: endpoint,
    AWS_ACCESS_KEY_ID: 'AKIDTEST',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  Object.assign(process.env, environment);
  t.after(() => {
    for (const name of Object.keys(environment)) delete process.env[name];
    Object.assign(process.env, before);
  });
  const destination = ['--destination', 'slack', '--region', 'eu-central-1'];
  const run = await runHere(['notify', 'test', ...destination, ...args]);
  return { ...run, received };
}

function gives(value: unknown, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(200, headers).end(JSON.stringify(value));
}

function refuses(status: number, code: string, message: string): Answer {
  return (response) =>
    response
      .writeHead(status, { 'x-amzn-errortype': code, 'content-type': 'application/json' })
      .end(JSON.stringify({ Message: message }));
}

describe('notify test', () => {
  it('invokes the function of the destination, once, and ends with 0 where it posted', async (t) => {
    const run = await notifyTest(t, gives({ outcome: 'posted' }));
    assert.deepEqual([run.code, run.stdout], [0, 'slack: posted; look for [TEST] there\n']);
    assert.deepEqual(
      run.received.map(({ url, body }) => [url, body]),
      [['/2015-03-31/functions/sigma-lambda-notify-slack/invocations', '{"sigmaLambdaTest":true}']],
    );
  });

  it('asks the stack that is named', async (t) => {
    const { received } = await notifyTest(t, gives({ outcome: 'posted' }), '--stack', 'soc');
    assert.match(received[0]?.url ?? '', /\/functions\/soc-notify-slack\//);
  });

  it('ends with 1 and the reason where it did not post', async (t) => {
    const reason = 'hooks.slack.com answered 404: no_service\u001b[2J';
    const { code, stdout } = await notifyTest(t, gives({ outcome: 'permanent', reason }));
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^slack: not posted: hooks\.slack\.com answered 404: no_service<U\+001B>\[2J\n/,
    );
  });

  it('ends with 1 where the function fails, with what it threw', async (t) => {
    const thrown = {
      errorType: 'ConfigError',
      errorMessage: 'SIGMA_LAMBDA_DESTINATION has no kind',
    };
    const answer = gives(thrown, { 'x-amz-function-error': 'Unhandled' });
    const { code, stdout } = await notifyTest(t, answer);
    assert.equal(code, 1);
    assert.match(
      stdout,
      /^slack: the function failed: ConfigError: SIGMA_LAMBDA_DESTINATION has no/,
    );
  });

  it('says what to do where there is no such function, and asks once', async (t) => {
    const answer = refuses(404, 'ResourceNotFoundException', 'Function not found: x');
    const { code, stdout, stderr, received } = await notifyTest(t, answer);
    assert.deepEqual([code, stdout, received.length], [1, '', 1]);
    assert.match(
      stderr,
      /^error: there is no function sigma-lambda-notify-slack in eu-central-1\n/,
    );
  });

  it('says what to do where it may not invoke', async (t) => {
    const answer = refuses(403, 'AccessDeniedException', 'not authorized to perform it');
    const { code, stderr } = await notifyTest(t, answer);
    assert.equal(code, 1);
    assert.match(stderr, /not allowed to invoke .*\nAsk for lambda:InvokeFunction/);
  });

  for (const [args, expected] of [
    [[], /--destination/],
    [['--destination', 'Slack!'], /--destination is no name/],
    [['--destination', 'slack', '--stack', 'a_b'], /--stack is no name/],
    [['--destination', 'slack', '--region', 'europe'], /--region is no region/],
  ] as const) {
    it(`takes no ${args.join(' ') || 'missing destination'}`, async () => {
      const { code, stderr } = await runHere(['notify', 'test', ...args]);
      assert.equal(code, 64);
      assert.match(stderr, expected);
    });
  }
});

describe('the words of a test', () => {
  it('call nothing posted that does not say so', () => {
    for (const value of [undefined, null, 'posted', {}, { outcome: true }, { outcome: 'ok' }]) {
      const { isPosted, text } = testWords('slack', { kind: 'answered', value });
      assert.equal(isPosted, false);
      assert.match(text, /answered something else/);
    }
    const retry = testWords('slack', { kind: 'answered', value: { outcome: 'retry' } });
    assert.match(retry.text, /not posted: no reason given\n.*tried again/);
  });

  for (const [code, message, expected] of [
    ['CredentialsProviderError', 'Could not load', /no credentials.*\nSign in/],
    ['ExpiredTokenException', 'expired', /does not take the credentials/],
    ['TooManyRequestsException', 'Rate exceeded', /no room now.*\nTry again/],
    ['Error', 'Region is missing', /no region is known\nGive --region/],
    ['TimeoutError', 'timed out', /could not be invoked: TimeoutError: timed out\nTry again/],
  ] as const) {
    it(`say what to do about ${code} ${message}`, () => {
      const fault = { functionName: 'f', region: undefined, code, message };
      assert.match(invocationHelp(fault), expected);
    });
  }
});
