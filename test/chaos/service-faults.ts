// A seed → S3, DynamoDB, SNS, SQS and Secrets Manager that throttle, fail and reset, now and then in bursts, to the functions alone.

import type {
  AwsLocal,
  DynamoEffect,
  DynamoLocal,
  Fault,
  FaultEffect,
} from '../../src/local/index.ts';
import { diceOf } from './dice.ts';

/** Where faults are planned. */
export interface Services {
  readonly aws: AwsLocal;
  readonly dynamo: DynamoLocal;
}

/** Faults at work. */
export interface ServiceFaults {
  /** How often each has struck, by its name. */
  counts(): Readonly<Record<string, number>>;
  /** From now on all is well. */
  end(): void;
}

/** What strikes that many of a thousand requests. */
interface Chance<E> {
  readonly name: string;
  readonly operation: string;
  readonly perMille: number;
  readonly effect: E;
  /** True where no burst comes. @default false */
  readonly isSteady?: boolean;
}

const DYNAMO: readonly Chance<DynamoEffect>[] = [
  dynamo('slow', 15, { kind: 'delay', delayMs: 25 }),
  dynamo('throttled', 15, {
    kind: 'status',
    status: 400,
    code: 'ProvisionedThroughputExceededException',
  }),
  dynamo('failed', 5, { kind: 'status', status: 500, code: 'InternalServerError' }),
  dynamo('reset', 5, { kind: 'reset' }),
  dynamo('answer lost', 6, { kind: 'lose' }),
];

const AWS: readonly Chance<FaultEffect>[] = [
  s3('GetObject', 'slow down', 40, { kind: 'status', status: 503, code: 'SlowDown' }),
  s3('GetObject', 'failed', 20, { kind: 'status', status: 500, code: 'InternalError' }),
  s3('GetObject', 'reset', 20, { kind: 'reset' }),
  s3('GetObject', 'body broken', 60, { kind: 'break', afterBytes: 700 }),
  s3('PutObject', 'slow down', 60, { kind: 'status', status: 503, code: 'SlowDown' }),
  s3('PutObject', 'reset', 40, { kind: 'reset' }),
  s3('ListObjectsV2', 'failed', 60, { kind: 'status', status: 500, code: 'InternalError' }),
  s3('DeleteObject', 'slow down', 60, { kind: 'status', status: 503, code: 'SlowDown' }),
  s3('DeleteObject', 'reset', 40, { kind: 'reset' }),
  sns('throttled', 80, { kind: 'status', status: 400, code: 'Throttled' }),
  sns('failed', 60, { kind: 'status', status: 500, code: 'InternalError' }),
  sns('reset', 60, { kind: 'reset' }),
  sns('entries failed', 80, { kind: 'failEntries', code: 'InternalError', senderFault: false }),
  ...seldomAsked('Secrets Manager', 'secretsmanager:GetSecretValue'),
  ...seldomAsked('SQS ChangeMessageVisibility', 'sqs:ChangeMessageVisibility'),
];

/** Of what is asked a few dozen times, which would be one burst. */
function seldomAsked(name: string, operation: string): readonly Chance<FaultEffect>[] {
  const effect: FaultEffect = { kind: 'status', status: 500, code: 'InternalServiceError' };
  return [
    { name: `${name} failed`, operation, perMille: 200, effect, isSteady: true },
    { name: `${name} reset`, operation, perMille: 100, effect: { kind: 'reset' }, isSteady: true },
  ];
}

function dynamo(name: string, perMille: number, effect: DynamoEffect): Chance<DynamoEffect> {
  return { name: `DynamoDB ${name}`, operation: 'dynamodb:*', perMille, effect };
}

function s3(
  call: 'DeleteObject' | 'GetObject' | 'ListObjectsV2' | 'PutObject',
  name: string,
  perMille: number,
  effect: FaultEffect,
): Chance<FaultEffect> {
  return { name: `S3 ${call} ${name}`, operation: `s3:${call}`, perMille, effect };
}

function sns(name: string, perMille: number, effect: FaultEffect): Chance<FaultEffect> {
  return { name: `SNS ${name}`, operation: 'sns:PublishBatch', perMille, effect };
}

/** Of so many requests, the first of them fail much more often. */
const CYCLE = 400;
const BURST = 25;
const BURST_FACTOR = 20;

/** Lets it begin. `roles` are the access keys of the functions: whoever puts objects or looks on is spared. */
export function startServiceFaults(
  { aws, dynamo: db }: Services,
  seed: number,
  roles: ReadonlySet<string>,
): ServiceFaults {
  const times = Number.POSITIVE_INFINITY;
  const planned = new Map<string, Fault>();
  for (const { name, operation, perMille, effect, isSteady = false } of AWS) {
    const when = strikes(name, perMille, isSteady);
    planned.set(name, aws.faults.add({ operation, effect, times, when }));
  }
  for (const { name, operation, perMille, effect } of DYNAMO) {
    const when = strikes(name, perMille, false);
    planned.set(name, db.faults.add({ operation, effect, times, when }));
  }
  return {
    counts: () =>
      Object.fromEntries(
        [...planned].flatMap(([name, { hits }]) => (hits === 0 ? [] : [[name, hits]])),
      ),
    end: () => {
      for (const fault of planned.values()) fault.cancel();
    },
  };

  function strikes(name: string, perMille: number, isSteady: boolean) {
    const dice = diceOf(seed, name);
    let asked = 0;
    return ({ accessKeyId }: { readonly accessKeyId: string | undefined }) => {
      if (accessKeyId === undefined || !roles.has(accessKeyId)) return false;
      asked += 1;
      const factor = !isSteady && asked % CYCLE < BURST ? BURST_FACTOR : 1;
      return dice.hits(Math.min(700, perMille * factor));
    };
  }
}
