// The queue of a destination → its function at work: who has what in hand, and what is hidden until time passes.
//
//   received ─ done ───────────────▶ deleted
//      ▲     └ failed, died ─ hidden: as long as the function asked, else the queue's time
//      └──────────────────────┘ that is over, time is put forward, or all is to be done at once

import { setTimeout as sleep } from 'node:timers/promises';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { EventSource, InvokeResult, SqsEvent } from '../../src/local/index.ts';
import { alertsIn, tellingOf } from '../e2e/support/alerts.ts';
import type { Deployment } from '../e2e/support/deploy.ts';
import { endVisibility, startPollers } from '../e2e/support/poll-queues.ts';
import type { DeployedFunction } from '../e2e/support/start-function.ts';
import { QUEUE_OUTPUT } from './assembly.ts';
import { inTime } from './in-time.ts';
import type { Hooks } from './hooks.ts';
import type { VirtualTime } from './virtual-time.ts';

/** An invocation of the function. */
export interface Hand {
  /** Alert and revision of each message it was given. */
  readonly tellings: ReadonlySet<string>;
  /** The session token of its calls; empty while no process has it. */
  readonly sandboxId: string;
  /** Undefined while it runs. */
  readonly result: InvokeResult | undefined;
}

type Held = { -readonly [Key in keyof Hand]: Hand[Key] };

/** A destination that is told. */
export interface Telling {
  /** Invocations, in the order in which they began. */
  readonly hands: readonly Hand[];
  /** Starts polling, until `pause`. */
  poll(): Promise<void>;
  /** Receives no more, and waits for what is in hand. */
  pause(): Promise<void>;
  /** What was hidden is no longer so. */
  show(): Promise<void>;
  /** Polls until nothing is to be received: what failed stays hidden. */
  try(): Promise<void>;
  /** Polls until nothing is in the queue: what fails is tried again at once. Rejects where that does not come. */
  drain(): Promise<void>;
}

/** Nothing was to be done as often, as far apart: what is received is in nobody's hand for a moment. */
const CALM_LOOKS = 3;
const LOOK_MS = 40;

/** What telling is done with. */
export interface TellingDeps {
  readonly stack: Deployment;
  readonly told: DeployedFunction;
  readonly time: VirtualTime;
  /** Asked for each invocation. */
  hooks(): Hooks;
  /** Told of a batch that the function has in hand. */
  inHand(sqsEvent: SqsEvent): void;
}

/** Nothing is polled yet. */
export function openTelling({ stack, told, time, hooks, inHand }: TellingDeps): Telling {
  const { sqs } = stack.clients;
  const hands: Held[] = [];
  let hidden: { readonly url: string; readonly handle: string }[] = [];
  let isAtOnce = false;
  let sources: readonly EventSource[] = [];

  const invoke = async (sqsEvent: SqsEvent): Promise<InvokeResult> => {
    const { given, ended } = hooks();
    inHand(sqsEvent);
    const hand: Held = {
      tellings: new Set(tellingsIn(sqsEvent)),
      sandboxId: '',
      result: undefined,
    };
    hands.push(hand);
    const result = await told.invoke(dated(sqsEvent, time), (sandbox) => {
      hand.sandboxId = sandbox.sandboxId;
      given?.(sandbox);
    });
    ended();
    hand.result = result;
    return result;
  };
  const poll = async () => {
    sources = await startPollers(
      stack.stack,
      { ...told, invoke },
      {
        endpoint: stack.aws.endpoint,
        sqs,
        queueUrl: (name) => stack.aws.queueUrl(name),
        failed: async (url, handle) => {
          if (isAtOnce) await endVisibility(sqs, url, handle);
          else hidden.push({ url, handle });
        },
      },
    );
  };
  const pause = async () => {
    await Promise.all(sources.map((source) => source.stop()));
    sources = [];
  };
  const show = async () => {
    const all = hidden;
    hidden = [];
    for (const { url, handle } of all) await endVisibility(sqs, url, handle);
  };
  const waiting = async () => {
    const name = 'ApproximateNumberOfMessages';
    const QueueUrl = stack.stack.outputs[QUEUE_OUTPUT];
    const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] });
    const { Attributes } = await sqs.send(command);
    return Number(Attributes?.[name]);
  };
  return {
    hands,
    poll,
    pause,
    show,
    try: async () => {
      await poll();
      for (let calm = 0; calm < CALM_LOOKS; ) {
        await sleep(LOOK_MS);
        const isBusy = hands.some(({ result }) => result === undefined) || (await waiting()) > 0;
        calm = isBusy ? 0 : calm + 1;
      }
      await pause();
    },
    drain: async () => {
      isAtOnce = true;
      await show();
      if (sources.length === 0) await poll();
      await inTime(Promise.all(sources.map((source) => source.drained())));
      await pause();
      isAtOnce = false;
    },
  };
}

function tellingsIn({ Records }: SqsEvent): readonly string[] {
  return alertsIn(Records.map(({ body: Body }) => ({ Body }))).map(tellingOf);
}

/** The batch, its messages sent when the functions' clocks say. */
function dated({ Records }: SqsEvent, time: VirtualTime): SqsEvent {
  return {
    Records: Records.map((record) => {
      const SentTimestamp = String(time.at(Number(record.attributes['SentTimestamp'])));
      return { ...record, attributes: { ...record.attributes, SentTimestamp } };
    }),
  };
}
