// A template → a deployment at work: pollers that poll, functions that can be struck, and time that passes when told to.

import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { EventSource, InvokeResult, SqsEvent } from '../../src/local/index.ts';
import { type Deployment, deploy, type Owner } from '../e2e/support/deploy.ts';
import { startPollers } from '../e2e/support/poll-queues.ts';
import type { Changes } from '../e2e/support/provision.ts';
import type { Template } from '../e2e/support/template.ts';

/** What may be done to an invocation from outside. */
export interface Hooks {
  readonly given: Parameters<Deployment['scan']['invoke']>[1];
  ended(): void;
}

/** An invocation that has ended. */
export interface Invocation {
  readonly name: 'scan' | 'settle';
  /** The session token of its calls. */
  readonly sandboxId: string;
  /** Its calls are in the log of S3, SNS and SQS from here on … */
  readonly from: number;
  /** … to here. */
  readonly to: number;
  readonly result: InvokeResult;
}

/** An object as it was put. */
export interface PutObject {
  readonly key: string;
  readonly etag: string;
  readonly size: number;
}

/** A deployment at work. */
export interface Stage {
  readonly stack: Deployment;
  readonly invocations: readonly Invocation[];
  /** How far the functions' clocks are ahead. */
  readonly offsetMs: number;
  put(key: string, body: Uint8Array): Promise<PutObject>;
  /** Starts polling, until `pause`. */
  poll(): Promise<void>;
  /** Receives no more, and waits for what is in hand. */
  pause(): Promise<void>;
  /** Polls until nothing is in the queues. Rejects where that does not come. */
  drain(): Promise<void>;
  /** Runs settle once; its clock is the scans'. */
  settle(): Promise<InvokeResult>;
  /** Only while nothing runs: no lease ends under somebody who lives. */
  letTimePass(ms: number): void;
}

/** What a stage may do to its functions. */
export interface Interference {
  /** Asked for each invocation. */
  hooks(name: Invocation['name']): Hooks;
  /** Told of a batch that a function has in hand. */
  inHand(sqsEvent: SqsEvent): void;
}

const NONE: Interference = {
  hooks: () => ({ given: undefined, ended: () => undefined }),
  inHand: () => undefined,
};
const PATIENCE_MS = 120_000;

/**
 * Of the scan function: little above its reserve, so that a large object whose reading is slow is scanned in hops; and its
 * claims are over before the time that passes.
 */
const TIMEOUT_MS = 20_000;

/** Processes of the scan function at once: what two CPUs can serve, and one more to be in the way. */
const SCANS_AT_ONCE = 3;

/**
 * Deploys, with the template's wait for the join, which other tests do without. `interference` is asked for each invocation who meddles with it.
 */
export async function openStage(
  owner: Owner,
  template: Template,
  interference: () => Interference = () => NONE,
  changes: Changes = {},
): Promise<Stage> {
  let offsetMs = 0;
  const clock = { offsetMs: () => offsetMs };
  const environment = { SIGMA_LAMBDA_JOIN_GRACE_SECONDS: '900' };
  const stack = await deploy(owner, template, {
    ...changes,
    environment,
    clock,
    timeoutMs: TIMEOUT_MS,
    maxSandboxes: SCANS_AT_ONCE,
    settle: { clock, environment },
  });
  const invocations: Invocation[] = [];
  let sources: readonly EventSource[] = [];
  owner.after(async () => void (await Promise.all(sources.map((source) => source.stop()))));

  const invoke = async (name: Invocation['name'], event: unknown): Promise<InvokeResult> => {
    const { given, ended } = interference().hooks(name);
    const from = stack.aws.log.length;
    let sandboxId = '';
    const result = await stack[name].invoke(event, (sandbox) => {
      sandboxId = sandbox.sandboxId;
      given?.(sandbox);
    });
    ended();
    invocations.push({ name, sandboxId, from, to: stack.aws.log.length, result });
    return result;
  };
  const scan = {
    ...stack.scan,
    invoke: (sqsEvent: SqsEvent) => {
      interference().inHand(sqsEvent);
      return invoke('scan', sqsEvent);
    },
  };
  const poll = async () => {
    sources = await startPollers(stack.stack, scan, {
      endpoint: stack.aws.endpoint,
      sqs: stack.clients.sqs,
      queueUrl: (name) => stack.aws.queueUrl(name),
    });
  };
  const pause = async () => {
    await Promise.all(sources.map((source) => source.stop()));
    sources = [];
  };
  return {
    stack,
    invocations,
    get offsetMs() {
      return offsetMs;
    },
    put: (key, body) => put(stack, key, body),
    poll,
    pause,
    drain: async () => {
      await stack.aws.flush();
      if (sources.length === 0) await poll();
      await inTime(Promise.all(sources.map((source) => source.drained())));
      await pause();
    },
    settle: () => invoke('settle', { source: 'aws.events' }),
    letTimePass: (ms) => {
      offsetMs += ms;
    },
  };
}

async function put(
  { clients, bucket }: Deployment,
  key: string,
  body: Uint8Array,
): Promise<PutObject> {
  const input = { Bucket: bucket, Key: key, Body: body };
  const { ETag = '' } = await clients.s3.send(new PutObjectCommand(input));
  return { key, etag: ETag.replaceAll('"', ''), size: body.length };
}

/** The messages of an event once more, as SQS may deliver them twice. */
export async function sendAgain(
  { clients, sourceUrl }: Deployment,
  { Records }: SqsEvent,
  choose: () => boolean,
): Promise<number> {
  const chosen = Records.filter(choose);
  for (const { body: MessageBody } of chosen) {
    await clients.sqs.send(new SendMessageCommand({ QueueUrl: sourceUrl, MessageBody }));
  }
  return chosen.length;
}

async function inTime(work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`the queues were not empty after ${PATIENCE_MS / 1000} s`));
  }, PATIENCE_MS);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
