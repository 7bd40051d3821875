// The options of a local function → all of them, checked against what Lambda itself would accept.

import { LocalConfigError } from '../errors.ts';
import { DEFAULT_REGION } from '../names.ts';

/** Who the function is, and as whom it calls AWS. */
export interface FunctionIdentity {
  readonly functionName: string;
  /** @default us-east-1 */
  readonly region?: string;
  /** Access key of the function's role: tells its calls from others' in the log. @default functionName */
  readonly accessKeyId?: string;
}

/** Where the code is. */
export interface FunctionCode {
  /** Absolute folder of the code: LAMBDA_TASK_ROOT and working directory. */
  readonly taskRoot: string;
  /** `index.handler` */
  readonly handler: string;
}

/** What the function may use. */
export interface FunctionLimits {
  /** @default 3000 */
  readonly timeoutMs?: number;
  /** Memory size; V8's old space gets 90 % of it, as from Lambda's bootstrap. @default 128 */
  readonly memoryMb?: number;
  /** Most sandboxes at once, each with one invocation at a time; what is above waits. @default 1 */
  readonly maxSandboxes?: number;
  /** How long a cold start may take. Lambda gives it 10 s. @default 10000 */
  readonly initTimeoutMs?: number;
}

/** The Node it runs under. */
export interface NodeProgram {
  /** Path of the node binary. @default the one this process runs under */
  readonly binary?: string;
  /** Command-line flags. `NODE_OPTIONS` in the environment works as well. @default none */
  readonly options?: readonly string[];
}

/** The clock of a function, for tests that let time pass: `Date` alone, timers take as long as ever. */
export interface FunctionClock {
  /** How far it is ahead of this machine's. Read when an event is given to a sandbox; it holds until the next. */
  offsetMs(): number;
}

/** A function to start. */
export interface LambdaOptions {
  readonly identity: FunctionIdentity;
  readonly code: FunctionCode;
  /** Environment variables of the function's configuration. Lambda's reserved ones are refused. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  readonly limits?: FunctionLimits;
  readonly node?: NodeProgram;
  /** @default this machine's */
  readonly clock?: FunctionClock;
}

/** Options with every default filled in. */
export interface FunctionConfig {
  readonly identity: Required<FunctionIdentity>;
  readonly code: FunctionCode;
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: Required<FunctionLimits>;
  readonly node: Required<NodeProgram>;
  readonly clock: FunctionClock | undefined;
}

/** Memory Lambda offers, in MB. @see Lambda quotas */
const MEMORY_MB = { min: 128, max: 10_240 };
/** Longest timeout Lambda offers. */
const MAX_TIMEOUT_MS = 900_000;

/** Names Lambda refuses in a function's configuration. @see Lambda, "Reserved environment variables" */
const RESERVED: ReadonlySet<string> = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_DEFAULT_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_LAMBDA_RUNTIME_API',
  'AWS_REGION',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'LAMBDA_RUNTIME_DIR',
  'LAMBDA_TASK_ROOT',
]);

/** Fills in the defaults. Throws LocalConfigError for what Lambda would refuse. */
export function toFunctionConfig(options: LambdaOptions): FunctionConfig {
  const { functionName, region, accessKeyId } = options.identity;
  const limits = { timeoutMs: 3000, memoryMb: 128, maxSandboxes: 1, ...options.limits };
  checkLimits(limits);
  const environment = options.environment ?? {};
  const reserved = Object.keys(environment).filter((name) => RESERVED.has(name));
  if (reserved.length > 0) {
    throw new LocalConfigError(`Lambda sets these variables itself: ${reserved.join(', ')}`);
  }
  return {
    identity: {
      functionName,
      region: region ?? DEFAULT_REGION,
      accessKeyId: accessKeyId ?? functionName,
    },
    code: options.code,
    environment,
    limits: { initTimeoutMs: 10_000, ...limits },
    node: { binary: process.execPath, options: [], ...options.node },
    clock: options.clock,
  };
}

type CheckedLimits = Required<Omit<FunctionLimits, 'initTimeoutMs'>>;

function checkLimits({ timeoutMs, memoryMb, maxSandboxes }: CheckedLimits): void {
  if (!(timeoutMs > 0 && timeoutMs <= MAX_TIMEOUT_MS)) {
    throw new LocalConfigError(`timeoutMs ${timeoutMs}: expected 1 to ${MAX_TIMEOUT_MS}`);
  }
  if (!(memoryMb >= MEMORY_MB.min && memoryMb <= MEMORY_MB.max)) {
    throw new LocalConfigError(
      `memoryMb ${memoryMb}: expected ${MEMORY_MB.min} to ${MEMORY_MB.max}`,
    );
  }
  if (!(Number.isInteger(maxSandboxes) && maxSandboxes > 0)) {
    throw new LocalConfigError(`maxSandboxes ${maxSandboxes}: expected a whole number above 0`);
  }
}
