// Records of a company's day through the real functions → writes, reads and requests for a raw TB, and what each costs.

import { setTimeout as sleep } from 'node:timers/promises';
import { priceOf as listPrice, readCostData } from '../../scripts/cost/figures.ts';
import type { Operation } from '../../src/local/index.ts';
import { defaultAssembly } from '../e2e/support/assembly.ts';
import { type Deployment, deploy } from '../e2e/support/deploy.ts';
import { STORY } from '../e2e/support/samples.ts';
import type { Assembly } from '../e2e/support/template.ts';
import { withOwner } from '../chaos/owner.ts';
import { type Billed, type CapacityProxy, startCapacityProxy } from './capacity-proxy.ts';
import { MIXES, type MixSource, mixOf } from './mix.ts';

/** Objects of a run, and their decompressed size. */
const OBJECTS = 8;
const OBJECT_BYTES = 4_000_000;
const GRACE_SECONDS = 2;
const TERA = 1e12;
const MINUTES_A_MONTH = 30 * 24 * 60;

const COSTS = readCostData();
const million = (name: string) => 1e6 * listPrice(COSTS, name);

/** USD a million. */
const PRICES = {
  writeUnit: million('dynamoWrite'),
  readUnit: million('dynamoRead'),
  's3:GetObject': million('s3Get'),
  's3:HeadObject': million('s3Get'),
  's3:PutObject': million('s3Put'),
  's3:ListObjectsV2': million('s3Put'),
  's3:DeleteObject': 0,
  'sns:PublishBatch': million('snsPublish'),
  sqs: million('sqsRequest'),
} as const;

/** A line of the bill. */
interface Line {
  readonly name: string;
  readonly requests: number;
  readonly writes: number;
  readonly reads: number;
  readonly dollars: number;
}

/** Runs the benchmark; returns an exit code. It has no bound: it counts. */
export async function billState(print: (line: string) => void): Promise<number> {
  const template = await defaultAssembly();
  for (const source of Object.keys(MIXES) as MixSource[]) {
    print(`${source}: ${MIXES[source]}`);
    await onStack(template, (stack, proxy) => measure(source, stack, proxy, print));
  }
  await onStack(template, (stack, proxy) => measureRest(stack, proxy, print));
  return 0;
}

/** A deployment of its own, whose functions reach DynamoDB through the proxy. */
async function onStack(
  template: Assembly,
  work: (stack: Deployment, proxy: CapacityProxy) => Promise<void>,
): Promise<void> {
  const proxy = await startCapacityProxy();
  const environment = {
    AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
    // Whoever waits is judged while this waits.
    SIGMA_LAMBDA_JOIN_GRACE_SECONDS: String(GRACE_SECONDS),
  };
  try {
    await withOwner(async (owner) => {
      const stack = await deploy(owner, template, { environment, settle: { environment } });
      proxy.forwardTo(stack.dynamo.endpoint);
      await work(stack, proxy);
    });
  } finally {
    proxy.close();
  }
}

async function measure(
  source: MixSource,
  stack: Deployment,
  proxy: CapacityProxy,
  print: (line: string) => void,
): Promise<void> {
  const bodies = Array.from({ length: OBJECTS }, (_, number) =>
    mixOf(source, OBJECT_BYTES, number),
  );
  const bytes = bodies.reduce((sum, { length }) => sum + length, 0);
  const records = bodies.reduce((sum, body) => sum + body.toString().split('\n').length - 1, 0);
  const lines = await billOf(stack, proxy, async () => {
    for (const [number, body] of bodies.entries()) await stack.put(`${number}.json`, body);
    await stack.run();
  });
  const settled = await billOf(stack, proxy, async () => {
    // Merged; judged, what counts of them filed; and that merged.
    for (let run = 0; run < 3; run++) {
      await sleep(GRACE_SECONDS * 1_000);
      await stack.settle.invoke({ source: 'aws.events' });
    }
  });
  const objects = `${OBJECTS} objects of ${(OBJECT_BYTES / 1e6).toFixed(0)} MB`;
  print(`  ${objects}, ${records} records of ${Math.round(bytes / records)} bytes; for a raw TB:`);
  report(lines, TERA / bytes, print);
  print('  what settle does for them, but for its looks at what is due; for a raw TB:');
  report(settled.filter(growsWithObjects), TERA / bytes, print);
  print('  and its merging, as it was in these three runs:');
  report(settled.filter(isMerging), 1, print);
}

/** Files are read each once; connections are judged, and what is asked for is written. */
function growsWithObjects({ name, writes }: Line): boolean {
  return name === 's3:GetObject' || writes > 0;
}

/** So many a minute, whatever the minute brings. */
function isMerging({ name }: Line): boolean {
  return name.startsWith('s3:') && name !== 's3:GetObject';
}

/** What does not grow with the bytes: the minutes of settle, and findings. */
async function measureRest(
  stack: Deployment,
  proxy: CapacityProxy,
  print: (line: string) => void,
): Promise<void> {
  const idle = await billOf(stack, proxy, async () => void (await stack.settle.invoke({})));
  print('settle with nothing due, a month:');
  report(idle, MINUTES_A_MONTH, print);
  const found = await billOf(stack, proxy, async () => {
    await stack.put('story.json', STORY);
    await stack.run();
  });
  print('an object with two findings, times a thousand:');
  report(found, 1_000, print);
}

/** What the functions and their event source mapping asked for while the work was done. */
async function billOf(
  { aws, scan, settle }: Deployment,
  proxy: CapacityProxy,
  work: () => Promise<void>,
): Promise<readonly Line[]> {
  proxy.take();
  const from = aws.log.length;
  await work();
  const roles = new Set([scan.roleName, settle.roleName]);
  const calls = aws.log.slice(from).filter(({ accessKeyId = '' }) => roles.has(accessKeyId));
  return [
    ...[...proxy.take()].map(dynamoLine),
    ...[...Map.groupBy(calls, ({ id }) => id)].map(callLine),
  ];
}

function dynamoLine([name, { requests, writeUnits, indexUnits, readUnits }]: [
  string,
  Billed,
]): Line {
  const writes = writeUnits + indexUnits;
  const dollars = (writes * PRICES.writeUnit + readUnits * PRICES.readUnit) / 1e6;
  return { name: `dynamodb:${name}`, requests, writes, reads: readUnits, dollars };
}

function callLine([name, { length: requests }]: [string, readonly Operation[]]): Line {
  return { name, requests, writes: 0, reads: 0, dollars: (requests * priceOf(name)) / 1e6 };
}

/** A call that has no price here would pass for free. */
function priceOf(name: string): number {
  if (name.startsWith('sqs:')) return PRICES.sqs;
  const price = Object.entries(PRICES).find(([key]) => key === name)?.[1];
  if (price === undefined) throw new TypeError(`${name} has no price here`);
  return price;
}

function report(lines: readonly Line[], factor: number, print: (line: string) => void): void {
  const cells = (name: string, values: readonly number[], dollars: number) =>
    print(
      `  ${name.padEnd(26)}${values.map((value) => Math.round(value).toLocaleString('en').padStart(14)).join('')}${dollars.toFixed(2).padStart(10)}`,
    );
  print(
    `  ${'operation'.padEnd(26)}${['requests', 'write units', 'read units'].map((head) => head.padStart(14)).join('')}${'USD'.padStart(10)}`,
  );
  for (const { name, requests, writes, reads, dollars } of lines) {
    cells(name, [requests * factor, writes * factor, reads * factor], dollars * factor);
  }
  const sum = (of: (line: Line) => number) =>
    lines.reduce((total, line) => total + of(line), 0) * factor;
  cells(
    'all',
    [sum((one) => one.requests), sum((one) => one.writes), sum((one) => one.reads)],
    sum((one) => one.dollars),
  );
}
