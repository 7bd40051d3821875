// A function and a bucket → what Step Functions does in a replay, as Amazon States Language.
//
//   Begin → Find (a batch of objects each) → Gather ─ wanted → Starts (the same) ─→ (wait, Judge) ⟲ → Enter ⟲ → Report
//                                                  └ nothing ───────────────────→┘

/** What the definition names. */
export interface ReplayDefinitionProps {
  readonly functionArn: string;
  /** Plans and runs are in it. */
  readonly bucketName: string;
}

/** Where plans are put, and where steps leave their files. */
export const PLANS_PREFIX = 'replays/plans/';
export const RUNS_PREFIX = 'replays/runs/';

/** Bytes of a child's input: Step Functions takes 256 KiB, and the run is beside the items. */
const MAX_INPUT_BYTES = 200_000;
/** Batches of which nothing came after all retries. More of them say that something is wrong with all. */
const TOLERATED_PERCENT = 5;
/** A batch that had no time for all its objects goes on behind those that are done. */
const MAX_GOES = 50;

/** Retries, the first that fits. What a later attempt cannot mend is not tried again. */
const RETRY = [
  {
    ErrorEquals: ['OutOfTimeError'],
    IntervalSeconds: 1,
    MaxAttempts: MAX_GOES,
    BackoffRate: 1,
  },
  {
    ErrorEquals: ['StepInputError', 'RulesetChangedError'],
    IntervalSeconds: 1,
    MaxAttempts: 0,
  },
  {
    ErrorEquals: [
      'Lambda.TooManyRequestsException',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.ClientExecutionTimeoutException',
    ],
    IntervalSeconds: 5,
    MaxAttempts: 10,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: 'FULL',
  },
  {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 10,
    MaxAttempts: 3,
    BackoffRate: 2,
    JitterStrategy: 'FULL',
  },
] as const;

/** Makes it. Nothing is caught: a run that fails can be redriven, and goes on with what has not succeeded. */
export function replayDefinition(props: ReplayDefinitionProps) {
  const { functionArn } = props;
  return {
    Comment: 'Replays a plan: each object is read, and where something is wanted read again',
    StartAt: 'Begin',
    States: {
      ...beginning(functionArn),
      Find: { ...map('find', 'Find', props), Next: 'Gather' },
      Gather: {
        ...step(functionArn, 'gather'),
        ResultSelector: { 'isWanted.$': '$.Payload.isWanted' },
        ResultPath: '$.gathered',
        Next: 'IsAnythingWanted',
      },
      IsAnythingWanted: choice('$.gathered.isWanted', 'Starts', 'AwaitIndex'),
      Starts: { ...map('starts', 'Starts', props), Next: 'AwaitIndex' },
      ...ending(functionArn),
    },
  };
}

/** The first step says with which rules, and how many batches at once: all others are told. */
function beginning(functionArn: string) {
  return {
    Begin: {
      ...step(functionArn, 'begin', { 'concurrency.$': '$.limits.concurrency' }),
      ResultSelector: {
        'ruleset.$': '$.Payload.ruleset',
        'concurrency.$': '$.Payload.concurrency',
      },
      ResultPath: '$.begun',
      Next: 'Prepare',
    },
    Prepare: {
      Type: 'Pass',
      Parameters: {
        run: {
          ...namesOf('id', 'tenant', 'source', 'isPaging', 'started', 'objects'),
          'ruleset.$': '$.begun.ruleset',
        },
        'manifest.$': '$.manifest',
        limits: { 'concurrency.$': '$.begun.concurrency', 'items.$': '$.limits.items' },
      },
      Next: 'Find',
    },
  };
}

/**
 * The judge finds what it has to judge by an index, which follows its table: as a rule within a second. It is called until it finds
 * nothing.
 */
const INDEX_LAG_SECONDS = 30;

/** Each step that had no time for all is called again. */
function ending(functionArn: string) {
  return {
    AwaitIndex: { Type: 'Wait', Seconds: INDEX_LAG_SECONDS, Next: 'Judge' },
    Judge: {
      ...step(functionArn, 'judge'),
      ResultSelector: { 'isDone.$': '$.Payload.isDone' },
      ResultPath: '$.judged',
      Next: 'IsAllJudged',
    },
    IsAllJudged: choice('$.judged.isDone', 'BeginEntering', 'AwaitIndex'),
    BeginEntering: {
      Type: 'Pass',
      Result: { after: '' },
      ResultPath: '$.entered',
      Next: 'Enter',
    },
    Enter: {
      ...step(functionArn, 'enter', { 'after.$': '$.entered.after' }),
      ResultSelector: { 'isDone.$': '$.Payload.isDone', 'after.$': '$.Payload.after' },
      ResultPath: '$.entered',
      Next: 'IsAllEntered',
    },
    IsAllEntered: choice('$.entered.isDone', 'Report', 'Enter'),
    Report: {
      ...step(functionArn, 'report'),
      ResultSelector: { 'summary.$': '$.Payload' },
      OutputPath: '$.summary',
      End: true,
    },
  };
}

function step(functionArn: string, name: string, payload: object = {}) {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: {
      FunctionName: functionArn,
      Payload: { BatchInput: { step: name, 'run.$': '$.run', ...payload } },
    },
    Retry: RETRY,
  };
}

function choice(variable: string, next: string, otherwise: string) {
  return {
    Type: 'Choice',
    Choices: [{ Variable: variable, BooleanEquals: true, Next: next }],
    Default: otherwise,
  };
}

/** A child lives as long as its function may run: 15 minutes, for which an express one has no time. */
function map(step: string, label: string, { functionArn, bucketName }: ReplayDefinitionProps) {
  return {
    Type: 'Map',
    Label: label,
    ItemReader: {
      Resource: 'arn:aws:states:::s3:getObject',
      ReaderConfig: { InputType: 'JSONL' },
      Parameters: { Bucket: bucketName, 'Key.$': '$.manifest' },
    },
    ItemBatcher: {
      MaxItemsPerBatchPath: '$.limits.items',
      MaxInputBytesPerBatch: MAX_INPUT_BYTES,
      BatchInput: { step, 'run.$': '$.run' },
    },
    MaxConcurrencyPath: '$.limits.concurrency',
    ToleratedFailurePercentage: TOLERATED_PERCENT,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: `${label}Batch`,
      States: {
        [`${label}Batch`]: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: functionArn, 'Payload.$': '$' },
          ResultSelector: { 'counts.$': '$.Payload' },
          Retry: RETRY,
          End: true,
        },
      },
    },
    ResultWriter: {
      Resource: 'arn:aws:states:::s3:putObject',
      Parameters: {
        Bucket: bucketName,
        'Prefix.$': `States.Format('${RUNS_PREFIX}{}/map-${step}', $.run.id)`,
      },
    },
    ResultPath: `$.${step}`,
  };
}

function namesOf(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [`${name}.$`, `$.run.${name}`]));
}
