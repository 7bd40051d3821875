// Options → the whole pipeline on this machine, running: servers, resources, functions, and the pollers between them.

import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { type AwsLocal, startAwsLocal, startDynamoLocal } from '../../local/index.ts';
import { EnvironmentError, reasonOf } from '../errors.ts';
import { type Clients, closeClients, openClients } from './clients.ts';
import { createResources } from './create-resources.ts';
import type { Desk } from './desk.ts';
import type { LocalDestination } from './destinations.ts';
import { Enders } from './enders.ts';
import type { RunSettings } from './environment.ts';
import { InFlight } from './in-flight.ts';
import { type StackDeps, hostSettle, startDestination, startScans } from './stack-functions.ts';
import { SCAN_FAILURES, SCAN_QUEUE } from './resources.ts';

/** What a stack is started with. */
export interface StackOptions {
  /** 0: one that the system picks. */
  readonly port: number;
  readonly joinGraceSeconds: number;
  readonly destinations: readonly LocalDestination[];
  readonly desk: Desk;
  /** Is told when a scan has ended. */
  readonly scanned: () => void;
}

/** A running stack. */
export interface LocalStack {
  /** Of S3, SNS, SQS and Secrets Manager. */
  readonly endpoint: string;
  readonly clients: Clients;
  readonly inFlight: InFlight;
  /** Runs settle, as the schedule would. */
  settle(): Promise<void>;
  /** Whether nothing is on its way: no notification, no message in a queue, no function at work. */
  isQuiet(): Promise<boolean>;
  /** Ends everything, at once: what is in hand is dropped. */
  stop(): Promise<void>;
}

/** Starts it. Throws an {@link EnvironmentError} where the port is taken; what was begun by then is ended. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const enders = new Enders();
  try {
    return await start(options, enders);
  } catch (error) {
    await enders.end();
    throw error;
  }
}

async function start(options: StackOptions, enders: Enders): Promise<LocalStack> {
  const { joinGraceSeconds, destinations, desk } = options;
  const aws = await startAws(options.port);
  enders.add(() => aws.stop());
  const dynamo = await startDynamoLocal('none');
  enders.add(() => dynamo.stop());
  const clients = openClients(aws.endpoint, dynamo.endpoint);
  enders.add(() => closeClients(clients));
  await createResources(aws, clients);
  const scanQueueUrl = aws.queueUrl(SCAN_QUEUE);
  const run: RunSettings = {
    endpoint: aws.endpoint,
    dynamoEndpoint: dynamo.endpoint,
    scanQueueUrl,
    joinGraceSeconds,
  };
  const deps: StackDeps = { aws, clients, run, desk, inFlight: new InFlight(), enders };
  const settle = await hostSettle(deps);
  const scan = await startScans(deps, options.scanned);
  const notifiers = await Promise.all(destinations.map((one) => startDestination(deps, one)));
  const functions = [scan, settle, ...notifiers.map(({ target }) => target)];
  const queues = [
    scanQueueUrl,
    aws.queueUrl(SCAN_FAILURES),
    ...notifiers.flatMap(({ queueUrls }) => queueUrls),
  ];
  return {
    endpoint: aws.endpoint,
    clients,
    inFlight: deps.inFlight,
    settle: async () => void (await settle.invoke({ source: 'aws.events' })),
    isQuiet: async () => {
      await aws.flush();
      for (const url of queues) if ((await messagesIn(clients, url)) > 0) return false;
      return functions.every(({ running }) => running === 0);
    },
    stop: () => enders.end(),
  };
}

async function startAws(port: number): Promise<AwsLocal> {
  try {
    return await startAwsLocal({ port, logged: 'none' });
  } catch (cause) {
    const isTaken = cause instanceof Error && 'code' in cause && cause.code === 'EADDRINUSE';
    const why = isTaken ? 'is in use' : `cannot be had (${reasonOf(cause)})`;
    throw new EnvironmentError(`port ${port} ${why}; choose another by --port, or none`, { cause });
  }
}

/** To be received, in flight, and delayed. */
async function messagesIn({ sqs }: Clients, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }),
  );
  const counts = [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ].map((count) => Number(count ?? 0));
  return counts.reduce((sum, count) => sum + count);
}
