// The configuration and what is kept → the stack that works: queues, functions, notifications, alarms and dashboard.

import { join } from 'node:path';
import { Annotations, CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { InfraConfig } from '../config.ts';
import { Canary } from '../constructs/canary.ts';
import { canaryPlace } from '../constructs/canary-bucket.ts';
import type { DataKey } from '../constructs/data-key.ts';
import { DirectTrigger } from '../constructs/direct-trigger.ts';
import { createFeeds } from '../constructs/fdr-feeds.ts';
import type { FdrPoller } from '../constructs/fdr-poller.ts';
import { Feeds } from '../constructs/feeds/feeds.ts';
import { Monitoring } from '../constructs/monitoring.ts';
import { Notify } from '../constructs/notify.ts';
import { Replay, type ReplayProps } from '../constructs/replay.ts';
import { QueueTrigger } from '../constructs/queue-trigger.ts';
import { ScanFunction } from '../constructs/scan-function.ts';
import { SettleFunction } from '../constructs/settle-function.ts';
import type { StateTable } from '../constructs/state-table.ts';
import { scanRoleName, type WatchedBucket, watchedBuckets } from '../constructs/watched-bucket.ts';
import { placeOfStack } from './place.ts';
import type { StateStack } from './state-stack.ts';

/** What a {@link ComputeStack} is made from. */
export interface ComputeStackProps {
  readonly config: InfraConfig;
  readonly kept: StateStack;
  /** Folder with a folder for the bundle of each function: `scan`, `settle`, `notify`, `canary`, `fdr`, `replay`. */
  readonly codeDirectory: string;
}

/** All that works; it keeps nothing, and can be deleted and deployed again. Construct ids are contract: a rename replaces resources. */
export class ComputeStack extends Stack {
  readonly state: StateTable;
  readonly scan: ScanFunction;
  readonly settle: SettleFunction;
  readonly trigger: QueueTrigger | DirectTrigger;
  readonly canary?: Canary;
  readonly replay: Replay | undefined;
  /** By name of the destination. */
  readonly notify: ReadonlyMap<string, Notify>;
  /** By name of CrowdStrike's bucket. */
  readonly feeds: ReadonlyMap<string, FdrPoller>;

  constructor(scope: Construct, id: string, props: ComputeStackProps) {
    const { config, kept, codeDirectory } = props;
    super(scope, id, {
      stackName: config.stackName,
      description: 'sigma-lambda: Sigma detection over EDR logs in S3',
      ...placeOfStack(config),
    });
    // Also where nothing refers to it: a bucket that it creates is there before its notifications.
    this.addStackDependency(kept);
    this.state = kept.state;
    const canaries = config.hasCanary ? [canaryPlace(this, config)] : [];
    const buckets = [...watchedBuckets(this, config), ...canaries];
    const { state, keeping } = kept;
    const { alerts: topic, operations } = kept.topics;
    const { tenant, joinGraceSeconds, alerts, logging } = config;
    const segments = config.starts === 'segments' ? kept.segments : undefined;
    const shared = { state, keeping, segments, topic, tenant, joinGraceSeconds, alerts, logging };
    this.scan = new ScanFunction(this, 'Scan', {
      ...shared,
      buckets,
      ...(isNamedByOthers(config) ? { roleName: scanRoleName(config) } : {}),
      codeDirectory: join(codeDirectory, 'scan'),
    });
    this.settle = new SettleFunction(this, 'Settle', {
      ...shared,
      segments: kept.segments,
      starts: config.starts,
      tenants: config.tenants,
      codeDirectory: join(codeDirectory, 'settle'),
    });
    for (const bucket of canaries) {
      for (const role of [this.scan.role.role, this.settle.role]) keeping.grantCanary(role);
      const code = { codeDirectory: join(codeDirectory, 'canary') };
      this.canary = new Canary(this, 'Canary', { bucket, topic, logging, ...code });
    }
    this.replay = this.#createReplay(shared, buckets, props);
    this.trigger = this.#createTrigger(config, buckets);
    this.feeds = createFeeds(this, config.buckets, {
      ...shared,
      codeDirectory: join(codeDirectory, 'fdr'),
    });
    this.notify = this.#createDestinations(config, kept, join(codeDirectory, 'notify'));
    this.#letUse(kept.key);
    if (config.monitoring.isOn) {
      new Monitoring(this, 'Monitoring', { stack: this, config, operations });
    }
    this.#addOutputs();
  }

  /** Where it is asked for. */
  #createReplay(
    shared: Pick<ReplayProps, 'state' | 'keeping' | 'topic' | 'tenant' | 'alerts' | 'logging'>,
    buckets: readonly WatchedBucket[],
    { config, codeDirectory }: ComputeStackProps,
  ): Replay | undefined {
    if (config.replay === undefined) return undefined;
    return new Replay(this, 'Replay', {
      ...shared,
      ...config.replay,
      buckets,
      tenants: config.tenants,
      stackName: config.stackName,
      codeDirectory: join(codeDirectory, 'replay'),
    });
  }

  #createTrigger(
    { trigger, maxConcurrency, logging }: InfraConfig,
    buckets: readonly WatchedBucket[],
  ): QueueTrigger | DirectTrigger {
    const { scan, settle } = this;
    const { retentionDays } = logging;
    if (trigger === 'direct') {
      return new DirectTrigger(this, 'DirectTrigger', { buckets, scan, retentionDays });
    }
    const created = new QueueTrigger(this, 'QueueTrigger', { scan, settle, maxConcurrency });
    new Feeds(this, 'Feeds', { buckets, trigger: created, retentionDays });
    return created;
  }

  #createDestinations(
    config: InfraConfig,
    { topics, state }: StateStack,
    codeDirectory: string,
  ): ReadonlyMap<string, Notify> {
    const { destinations } = config.alerts;
    if (destinations.length === 0) {
      Annotations.of(this).addWarningV2('sigma-lambda:nobody-is-told', NOBODY_IS_TOLD);
    }
    return new Map(
      destinations.map((destination) => {
        const id = `Notify-${destination.name}`;
        const { tenants } = config;
        const props = { destination, config, topics, state, tenants, codeDirectory };
        return [destination.name, new Notify(this, id, props)];
      }),
    );
  }

  /** What each function touches of what the key encrypts. */
  #letUse(key: DataKey): void {
    key.letUse(this.scan.role.role, 'dynamodb', 's3', 'sns');
    key.letUse(this.settle.role, 'dynamodb', 's3', 'sns');
    if (this.replay !== undefined) {
      key.letUse(this.replay.functionRole, 'dynamodb', 's3', 'sns');
      key.letUse(this.replay.role, 's3');
    }
    for (const { role } of this.feeds.values()) key.letUse(role.role, 'dynamodb', 's3', 'sns');
    for (const { role } of this.notify.values()) key.letUse(role, 'dynamodb', 'sns');
  }

  #addOutputs(): void {
    const outputs = {
      ScanFunctionName: this.scan.function.functionName,
      SettleFunctionName: this.settle.function.functionName,
      ...(this.canary === undefined
        ? {}
        : { CanaryFunctionName: this.canary.function.functionName }),
      FailureQueueUrl: this.trigger.failures.queue.queueUrl,
    };
    const ofDestinations = [...this.notify].flatMap(([name, notify]) => {
      const id = `Notify${pascalCase(name)}`;
      return [
        [`${id}FunctionName`, notify.function.functionName],
        [`${id}QueueUrl`, notify.source.queue.queueUrl],
        [`${id}FailureQueueUrl`, notify.failures.queue.queueUrl],
      ] as const;
    });
    for (const [id, value] of [...Object.entries(outputs), ...ofDestinations]) {
      new CfnOutput(this, id, { value });
    }
  }
}

/** What the synthesis and `cdk deploy` say; findings are kept all the same. */
const NOBODY_IS_TOLD =
  'no destination is configured: alerts are published to the alerts topic, and nobody is told of them. ' +
  'See "destinations" in docs/deploy.md';

/** Owners of buckets are given the role's name, for what they may apply before there is a role. */
function isNamedByOthers({ buckets }: InfraConfig): boolean {
  return buckets.some(({ mode }) => mode === 'other-account');
}

/** `slack-soc` → `SlackSoc`: an output has letters and digits alone. */
function pascalCase(name: string): string {
  return name.replaceAll(/(?:^|-+)([a-z0-9])/g, (_whole, first: string) => first.toUpperCase());
}
