// A function's configuration → the environment and command line of its process.

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { FunctionConfig } from './lambda-options.ts';

const SHIM = fileURLToPath(new URL('../ric-shim.cjs', import.meta.url));
const CLOCK = fileURLToPath(new URL('../shifted-clock.cjs', import.meta.url));
const RIC = createRequire(import.meta.url).resolve('aws-lambda-ric/index.mjs');

/** Lambda's bootstrap leaves a tenth of the memory to what V8 does not manage. */
const OLD_SPACE_SHARE = 0.9;

/** The command line after the node binary: Lambda's runtime client with our transport. */
export function sandboxArguments(config: FunctionConfig): readonly string[] {
  const { node, limits, code, clock } = config;
  const oldSpaceMb = Math.floor(limits.memoryMb * OLD_SPACE_SHARE);
  const memory = `--max-old-space-size=${oldSpaceMb}`;
  const shifted = clock === undefined ? [] : ['--require', CLOCK];
  return [memory, ...shifted, ...node.options, '--require', SHIM, RIC, code.handler];
}

/**
 * The whole environment: nothing is inherited from this process, so nothing works here that would not in Lambda.
 * The AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE and AWS_EC2_METADATA_DISABLED lines keep the SDK
 * from the profile of whoever runs this.
 */
export function sandboxEnvironment(
  config: FunctionConfig,
  runtime: string,
  runtimeApi: string,
  sandboxId: string,
): Readonly<Record<string, string>> {
  const { functionName, region, accessKeyId } = config.identity;
  return {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    LANG: 'en_US.UTF-8',
    PATH: '/usr/local/bin:/usr/bin:/bin',
    TZ: ':UTC',
    ...config.environment,
    _HANDLER: config.code.handler,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(config.limits.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: `local/[$LATEST]${sandboxId}`,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_REGION: region,
    AWS_SECRET_ACCESS_KEY: 'local',
    // Sent with every call: the log of the services can tell which sandbox made it.
    AWS_SESSION_TOKEN: sandboxId,
    LAMBDA_TASK_ROOT: config.code.taskRoot,
  };
}
