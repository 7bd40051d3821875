// A deployment's queues and table → whether they take what comes, and what waits or was given up.

import type { DeployedFunction, DeployedQueue, DeploymentInspector } from '../../ports/index.ts';
import { plural } from '../plural.ts';
import { type Check, ifKnown, ok, problem, warning } from './check.ts';
import type { Deployment } from './deployment.ts';
import { maySend } from './queue-policy.ts';

/** Who may feed the source queue for the bucket, by the mode of being told. */
interface Feeder {
  readonly service: string;
  /** What it sends for. */
  readonly arn: string;
}

/** Checks `source queue`, `queue policy`, `failure queue …` and `state table`. @param topics that the bucket tells */
export async function checkQueues(
  { scan, notify }: Deployment,
  bucket: string,
  topics: readonly string[],
  inspector: DeploymentInspector,
): Promise<readonly Check[]> {
  const feeders = [
    { service: 's3.amazonaws.com', arn: `arn:aws:s3:::${bucket}` },
    ...topics.map((arn) => ({ service: 'sns.amazonaws.com', arn })),
  ];
  const checks = [scan, ...notify].map((one) => checkQueue(one, feeders, inspector));
  return [...(await Promise.all(checks)).flat(), ...(await checkTable(scan, inspector))];
}

async function checkQueue(
  one: DeployedFunction | undefined,
  feeders: readonly Feeder[],
  inspector: DeploymentInspector,
): Promise<readonly Check[]> {
  const url = one?.environment['SIGMA_LAMBDA_QUEUE_URL'];
  if (one === undefined || url === undefined) return [];
  const isScan = one.environment['POWERTOOLS_SERVICE_NAME'] === 'scan';
  const name = isScan ? 'source queue' : `queue of ${one.name}`;
  const queue = await inspector.queue(url);
  const failures =
    queue.kind === 'known' && queue.value.deadLetterArn !== undefined
      ? await checkFailures(one, queue.value.deadLetterArn, inspector)
      : [];
  const own = ifKnown(name, queue, 'sqs:GetQueueAttributes', (value) => [
    ok(
      name,
      `${plural(value.waiting, 'message')} waiting, ${plural(value.inFlight, 'message')} in hand`,
    ),
    ...(isScan ? [checkPolicy(value, feeders)] : []),
    ...(value.deadLetterArn === undefined ? [noFailures(name)] : []),
  ]);
  return [...own, ...failures];
}

function checkPolicy({ policy, arn }: DeployedQueue, feeders: readonly Feeder[]): Check {
  const allowed = feeders.filter((one) => maySend(policy, one.service, one.arn));
  if (allowed.length > 0) {
    const words = allowed.map((one) => `${one.service} for ${one.arn}`).join(', ');
    return ok('queue policy', `lets ${words} send`);
  }
  // A rule's name is not known here: that it may send at all is what can be said.
  if (policy?.includes('events.amazonaws.com') === true) {
    return warning('queue policy', {
      found: 'EventBridge may send; S3 itself may not, for this bucket',
      expected: 'right with mode C, if its rule is of this bucket',
      action: `aws events list-rule-names-by-target --target-arn ${arn}`,
    });
  }
  return problem('queue policy', {
    found: `nobody may send for ${feeders.map((one) => one.arn).join(', ')}`,
    expected:
      'a statement for s3.amazonaws.com with aws:SourceArn of the bucket (or of its topic, for sns.amazonaws.com)',
    action:
      'add the bucket to the deployment’s configuration and deploy; S3 refuses a notification to a queue that does not let it send',
  });
}

function noFailures(name: string): Check {
  return problem(name, {
    found: 'no dead-letter queue',
    expected: 'what fails five times ends in one',
    action: 'somebody changed the queue: deploy again',
  });
}

async function checkFailures(
  { name: of }: DeployedFunction,
  arn: string,
  inspector: DeploymentInspector,
): Promise<readonly Check[]> {
  const name = `failure queue of ${of}`;
  const queue = await inspector.queueByArn(arn);
  return ifKnown(name, queue, 'sqs:GetQueueUrl and sqs:GetQueueAttributes', ({ waiting }) => {
    if (waiting === 0) return [ok(name, 'empty')];
    return [
      problem(name, {
        found: plural(waiting, 'message'),
        expected: 'none: what is in it was not scanned, or nobody was told of it',
        action: 'mend the cause, which the log says, then redrive (docs/runbook.md#redrive)',
      }),
    ];
  });
}

async function checkTable(
  scan: DeployedFunction | undefined,
  inspector: DeploymentInspector,
): Promise<readonly Check[]> {
  const table = scan?.environment['SIGMA_LAMBDA_STATE_TABLE'];
  if (table === undefined) return [];
  return ifKnown(
    'state table',
    await inspector.table(table),
    'dynamodb:DescribeTable',
    (status) => [
      status === 'ACTIVE'
        ? ok('state table', `${table}: ACTIVE`)
        : problem('state table', {
            found: `${table}: ${status}`,
            expected: 'ACTIVE',
            action: 'aws dynamodb describe-table says why; without it every scan fails',
          }),
    ],
  );
}
