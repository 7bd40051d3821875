// Fakes of the ports that the doctor asks by: a bucket and a deployment that are well, unless a test says otherwise.

import type {
  BucketExpiry,
  BucketInspector,
  DeployedFunction,
  DeployedQueue,
  DeploymentInspector,
  Fact,
  KeyInspector,
  ListedObject,
  ScanObject,
} from '../../../src/ports/index.ts';
import { loadRuleContext, SHIPPED_RULES } from '../../../src/cli/rule-context.ts';
import type { DoctorDeps } from '../../../src/cli/doctor/diagnose.ts';

export const NOW_MS = Date.UTC(2026, 10, 20, 12);
export const QUEUE_ARN = 'arn:aws:sqs:eu-west-1:123456789012:source';

export function known<T>(value: T): Fact<T> {
  return { kind: 'known', value };
}

export const REFUSED = { kind: 'unknown', code: 'AccessDenied', message: 'no' } as const;

export function anObject(key: string, given: Partial<ListedObject> = {}): ListedObject {
  return { key, size: 1e6, modifiedMs: NOW_MS - 60_000, storageClass: 'STANDARD', ...given };
}

/** Lists as S3 does, a thousand keys or folders a page, and counts the pages. */
export function listing(objects: readonly ListedObject[]) {
  let pages = 0;
  const sorted = objects.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const list: BucketInspector['list'] = async ({ prefix, byFolder, next = '' }) => {
    pages++;
    const under = sorted.filter(({ key }) => key.startsWith(prefix));
    const names = new Map<string, ListedObject | undefined>();
    for (const one of under) {
      const slash = byFolder ? one.key.indexOf('/', prefix.length) : -1;
      if (slash < 0) names.set(one.key, one);
      else names.set(one.key.slice(0, slash + 1), undefined);
    }
    const page = [...names].filter(([name]) => name > next).slice(0, 1_000);
    const last = page.at(-1)?.[0];
    return known({
      objects: page.flatMap(([, one]) => one ?? []),
      folders: page.flatMap(([name, one]) => (one === undefined ? [name] : [])),
      next: page.length === 1_000 ? last : undefined,
    });
  };
  return { list, pages: () => pages };
}

export function aBucket(given: Partial<BucketInspector> = {}): BucketInspector {
  return {
    region: async () => known('eu-west-1'),
    notifications: async () =>
      known({
        notifications: [
          {
            target: 'queue',
            arn: QUEUE_ARN,
            events: ['s3:ObjectCreated:*'],
            prefix: '',
            suffix: '',
          },
        ],
        isEventBridgeOn: false,
      }),
    ownership: async () => known('BucketOwnerEnforced'),
    encryption: async () => known({ algorithm: 'AES256', isBucketKeyOn: false }),
    versioning: async () => known('Enabled'),
    lifecycle: async () => known([]),
    list: listing([anObject('a.json')]).list,
    ...given,
  };
}

/** As the stack makes them. */
export const EXPIRIES: readonly BucketExpiry[] = [0, 1, 2, 3, 4, 5].map((level) => {
  return { prefix: `starts/${level}/`, days: 2, isEnabled: true };
});

export function aSegmentBucket(given: Partial<BucketInspector> = {}): BucketInspector {
  const lifecycle = async () => known(EXPIRIES);
  return aBucket({ lifecycle, list: listing([]).list, ...given });
}

export const KEY_ARN = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd';

/** A key whose policy is these statements. */
export function aKey(statements: readonly object[], state = 'Enabled'): KeyInspector {
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return { key: async () => known({ arn: KEY_ARN, state, policy }) };
}

function aFunction(
  service: string,
  environment: Readonly<Record<string, string>>,
): DeployedFunction {
  const name = `sigma-lambda-${service}`;
  const arn = `arn:aws:lambda:eu-west-1:123456789012:function:${name}`;
  return { name, arn, environment: { POWERTOOLS_SERVICE_NAME: service, ...environment } };
}

const HASH = { SIGMA_LAMBDA_RULES_HASH: 'a'.repeat(64) };
const SEGMENTS = { SIGMA_LAMBDA_SEGMENT_BUCKET: 'segments' };
const SQS = 'https://sqs.eu-west-1.amazonaws.com/123456789012';

export const SCAN = aFunction('scan', {
  ...HASH,
  SIGMA_LAMBDA_QUEUE_URL: `${SQS}/source`,
  SIGMA_LAMBDA_STATE_TABLE: 'state',
  ...SEGMENTS,
  SIGMA_LAMBDA_SOURCES: '[{"bucket":"logs","prefixes":[]}]',
});
export const SETTLE = aFunction('settle', { ...HASH, ...SEGMENTS });
export const NOTIFY = aFunction('notify', {
  SIGMA_LAMBDA_QUEUE_URL: `${SQS}/mail`,
  SIGMA_LAMBDA_DESTINATION:
    '{"name":"mail","kind":"email","topicArn":"arn:aws:sns:eu-west-1:123456789012:text"}',
  SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:operations',
});

const POLICY = {
  Statement: {
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::logs' } },
  },
};

export function aQueue(given: Partial<DeployedQueue> = {}): DeployedQueue {
  const deadLetterArn = `${QUEUE_ARN}-failures`;
  const policy = JSON.stringify(POLICY);
  return { arn: QUEUE_ARN, policy, deadLetterArn, waiting: 0, inFlight: 0, ...given };
}

export function aDeployment(given: Partial<DeploymentInspector> = {}): DeploymentInspector {
  return {
    functions: async () => known([SCAN, SETTLE, NOTIFY]),
    mappings: async () => known([{ sourceArn: QUEUE_ARN, state: 'Enabled' }]),
    queue: async () => known(aQueue()),
    queueByArn: async () => known(aQueue()),
    subscriptions: async () =>
      known([{ protocol: 'email', endpoint: 'soc@example.com', isConfirmed: true }]),
    table: async () => known('ACTIVE'),
    ...given,
  };
}

export const RULES = loadRuleContext([SHIPPED_RULES]);

/** A connection of Sysmon to a file server, by a program of Microsoft. */
export function connection(n: number, given: Readonly<Record<string, unknown>> = {}) {
  return {
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 3,
    TimeCreated: `2026-11-20T10:00:${String(n % 60).padStart(2, '0')}.000Z`,
    EventRecordID: n,
    Computer: 'ws-1.corp.example.com',
    ProcessGuid: '{313fa531-4300-5f91-ae04-000000000401}',
    ProcessId: 7520,
    Image: 'C:\\Windows\\System32\\svchost.exe',
    User: 'CORP\\al',
    Initiated: 'true',
    DestinationIp: '192.0.2.9',
    DestinationPort: 445,
    ...given,
  };
}

export function objectOf(name: string, text: string): ScanObject {
  const bytes = Buffer.from(text);
  return {
    name,
    size: bytes.length,
    async *open(from = 0) {
      yield bytes.subarray(from);
    },
  };
}

export function ndjson(records: readonly object[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

export function someDeps(given: Partial<DoctorDeps> = {}): DoctorDeps {
  return {
    keys: aKey([]),
    s3: aBucket(),
    bucketNamed: () => aSegmentBucket(),
    openObject: ({ key }) => objectOf(key, ndjson([connection(1), connection(2)])),
    deployment: aDeployment(),
    rules: RULES,
    rulesHash: 'a'.repeat(64),
    nowMs: NOW_MS,
    ...given,
  };
}
