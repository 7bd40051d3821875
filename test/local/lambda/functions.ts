// Handler text → a running function, removed with its test.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { LambdaOptions } from '../../../src/local/lambda/lambda-options.ts';
import { type LambdaFunction, startLambda } from '../../../src/local/lambda/start-lambda.ts';

/** Writes `index.mjs` to a folder of its own and starts it as `index.handler`. */
export async function functionOf(
  t: TestContext,
  source: string,
  options: Partial<LambdaOptions> = {},
): Promise<LambdaFunction> {
  const taskRoot = mkdtempSync(join(tmpdir(), 'function-'));
  writeFileSync(join(taskRoot, 'index.mjs'), source);
  const running = await startLambda({
    identity: { functionName: 'scan' },
    code: { taskRoot, handler: 'index.handler' },
    ...options,
  });
  t.after(async () => {
    await running.stop();
    rmSync(taskRoot, { recursive: true });
  });
  return running;
}

/** The error of a result; fails where there is none. */
export function errorOf(result: Awaited<ReturnType<LambdaFunction['invoke']>>): {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
} {
  if (result.kind !== 'error') throw new TypeError(`no error: ${JSON.stringify(result)}`);
  return result.error;
}

/** The payload of a result; fails where there is none. */
export function payloadOf(result: Awaited<ReturnType<LambdaFunction['invoke']>>): unknown {
  if (result.kind !== 'payload') throw new TypeError(`no payload: ${JSON.stringify(result)}`);
  return result.payload;
}
