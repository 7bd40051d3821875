// A template → a deployment at work: pollers that poll, functions that can be struck, and time that passes when told to.

import { fileURLToPath } from 'node:url';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { EventSource, InvokeResult, SqsEvent } from '../../src/local/index.ts';
import { type Deployment, deploy, type Owner } from '../e2e/support/deploy.ts';
import { postingTo, putSecrets } from '../e2e/support/destinations.ts';
import { startPollers } from '../e2e/support/poll-queues.ts';
import type { Changes } from '../e2e/support/provision.ts';
import type { Assembly } from '../e2e/support/template.ts';
import { startDestinationServer } from '../support/destination-server.ts';
import { CHANNEL } from './assembly.ts';
import type { FunctionName, Hooks } from './hooks.ts';
import { inTime } from './in-time.ts';
import { type Slack, standForSlack } from './slack.ts';
import { openTelling, type Telling } from './telling.ts';
import { startVirtualTime } from './virtual-time.ts';

/** An invocation of scan or settle that has ended. */
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
  /** The channel's queue and function, and who is behind its webhook. */
  readonly telling: Telling;
  readonly slack: Slack;
  /** How far the functions' clocks are ahead. */
  readonly offsetMs: number;
  put(key: string, body: Uint8Array): Promise<PutObject>;
  /** Starts polling, for scans and posts, until `pause`. */
  poll(): Promise<void>;
  /** Receives no more, and waits for what is in hand. */
  pause(): Promise<void>;
  /** Polls until nothing is left to be scanned; what is to be posted waits. Rejects where that does not come. */
  drain(): Promise<void>;
  /** Runs settle once; its clock is the scans'. */
  settle(): Promise<InvokeResult>;
  /** Only while nothing runs: no lease ends under somebody who lives. */
  letTimePass(ms: number): Promise<void>;
}

/** What a stage may do to its functions. */
export interface Interference {
  /** Asked for each invocation. */
  hooks(name: FunctionName): Hooks;
  /** Told of a batch that a function has in hand. */
  inHand(name: FunctionName, sqsEvent: SqsEvent): void;
}

const NONE: Interference = {
  hooks: () => ({ given: undefined, ended: () => undefined }),
  inHand: () => undefined,
};

/**
 * Of the scan function: little above its reserve, so that a large object whose reading is slow is scanned in hops; and its
 * claims are over before the time that passes.
 */
const TIMEOUT_MS = 20_000;

/** Processes of the scan function at once: what two CPUs can serve, and one more to be in the way. */
const SCANS_AT_ONCE = 3;

/** Two, as the mapping has it; and Slack that says nothing is not waited for. */
const NOTIFY = {
  maxSandboxes: 2,
  preloads: [fileURLToPath(new URL('short-post.cjs', import.meta.url))],
};

/**
 * Deploys, with the template's wait for the join, which other tests do without. `interference` is asked for each invocation who meddles with it.
 */
export async function openStage(
  owner: Owner,
  template: Assembly,
  interference: () => Interference = () => NONE,
  changes: Changes = {},
): Promise<Stage> {
  const time = startVirtualTime();
  const clock = { offsetMs: () => time.offsetMs };
  const environment = { SIGMA_LAMBDA_JOIN_GRACE_SECONDS: '900' };
  const server = await startDestinationServer();
  owner.after(server.stop);
  const stack = await deploy(owner, template, {
    ...changes,
    environment,
    clock,
    timeoutMs: TIMEOUT_MS,
    maxSandboxes: SCANS_AT_ONCE,
    settle: { clock, environment },
    notify: { [CHANNEL]: { ...postingTo(server).notify?.[CHANNEL], clock, ...NOTIFY } },
  });
  putSecrets(stack, server);
  const invocations: Invocation[] = [];
  let sources: readonly EventSource[] = [];

  const told = stack.notify.get(CHANNEL);
  if (told === undefined) throw new TypeError(`${CHANNEL} is not deployed`);
  const telling = openTelling({
    ...{ stack, told, time },
    hooks: () => interference().hooks('notify'),
    inHand: (sqsEvent) => interference().inHand('notify', sqsEvent),
  });
  const running = () => telling.hands.filter(({ result }) => result === undefined);
  const slack = standForSlack(server, running, stack.dynamo.log);

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
      interference().inHand('scan', sqsEvent);
      return invoke('scan', sqsEvent);
    },
  };
  const pollForScans = async () => {
    sources = await startPollers(stack.stack, scan, {
      endpoint: stack.aws.endpoint,
      sqs: stack.clients.sqs,
      queueUrl: (name) => stack.aws.queueUrl(name),
    });
  };
  const poll = async () => void (await Promise.all([pollForScans(), telling.poll()]));
  const pause = async () => {
    await Promise.all([...sources.map((source) => source.stop()), telling.pause()]);
    sources = [];
  };
  owner.after(pause);
  return {
    stack,
    invocations,
    telling,
    slack,
    get offsetMs() {
      return time.offsetMs;
    },
    put: (key, body) => put(stack, key, body),
    poll,
    pause,
    drain: async () => {
      await stack.aws.flush();
      if (sources.length === 0) await pollForScans();
      await inTime(Promise.all(sources.map((source) => source.drained())));
      await pause();
    },
    settle: () => invoke('settle', { source: 'aws.events' }),
    letTimePass: async (ms) => {
      time.pass(ms);
      await telling.show();
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
