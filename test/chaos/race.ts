// Rounds of two objects that have a finding only together, or the same one → both are scanned by the real bundles, in one
// order, the other, or at once; each finding must come out once.

import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SYSTEM } from '../../scripts/gen-events/company.ts';
import { connected } from '../../scripts/gen-events/connections.ts';
import { asLines } from '../../scripts/gen-events/event-objects.ts';
import { type Fact, type Machine, type Process, ran } from '../../scripts/gen-events/facts.ts';
import { child, kernelOf, servicesOf } from '../../scripts/gen-events/processes.ts';
import { EXPLORER, POWERSHELL } from '../../scripts/gen-events/programs.ts';
import { unitedFinding } from '../../src/finding/index.ts';
import { alertProblems, alertsIn } from '../e2e/support/alerts.ts';
import type { Deployment, Owner } from '../e2e/support/deploy.ts';
import type { Assembly } from '../e2e/support/template.ts';
import { openStage, type Stage } from './stage.ts';
import { leftItems, storedFindings } from '../e2e/support/stored.ts';
import { RULES } from './story/attacks.ts';
import { atMinute, type Group, unsignedProgram } from './story/machines.ts';
import { recordsOf } from './story/records.ts';

/** What came of the rounds. */
export interface RaceResult {
  readonly rounds: number;
  /** Findings in the table, and alerts that were opened, as often as the subscriber was told. */
  readonly findings: number;
  readonly published: number;
  readonly problems: readonly string[];
}

/** Two halves, and the rule that must speak once. */
interface Round {
  readonly rule: string;
  readonly group: Group;
  readonly halves: readonly [readonly Fact[], readonly Fact[]];
}

const ORDERS = ['first, second', 'second, first', 'at once'] as const;
/** Of the pack, and in no story. */
const UNATTRIBUTED = 'b6867da5-09fe-4703-8b7c-b2433af88fd0';
const PROGRESS = 50;
const GRACE_OVER_MS = 20 * 60_000;
const MAX_SETTLES = 4;

/** Runs them. */
export async function runRace(
  owner: Owner,
  template: Assembly,
  rounds: number,
  print: (line: string) => void,
): Promise<RaceResult> {
  const stage = await openStage(owner, template, undefined, { notifications: 'none' });
  const { stack } = stage;
  const notified: unknown[] = [];
  await stack.aws.notify(stack.bucket, {
    target: { kind: 'lambda', invoke: async (s3Event) => void notified.push(s3Event) },
  });
  const problems: string[] = [];
  for (let number = 0; number < rounds; number++) {
    const order = ORDERS[number % ORDERS.length] ?? 'at once';
    const round = KINDS[Math.floor(number / ORDERS.length) % KINDS.length]?.(number);
    if (round === undefined) throw new TypeError('no kind of round');
    const events: unknown[] = [];
    for (const [half, facts] of round.halves.entries()) {
      const body = asLines(recordsOf(round.group, facts).map(({ record }) => record));
      events.push(await putHalf(stack, notified, `round-${number}/${half}.json`, body));
    }
    problems.push(
      ...(await scanHalves(stack, events, order)).map(
        (what) => `round ${number}, ${order}: ${what}`,
      ),
    );
    if ((number + 1) % PROGRESS === 0) print(`${number + 1} rounds`);
  }
  await settleAll(stage);
  return { rounds, ...(await judge(stack, rounds, problems)) };
}

/** The object is put, and its notification is what S3 sends. */
async function putHalf(
  { clients, bucket, aws }: Deployment,
  notified: readonly unknown[],
  Key: string,
  text: string,
): Promise<unknown> {
  const Body = Buffer.from(text);
  await clients.s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  await aws.flush();
  return notified.at(-1);
}

async function scanHalves(
  { scan }: Deployment,
  [first, second]: readonly unknown[],
  order: (typeof ORDERS)[number],
): Promise<readonly string[]> {
  const one = () => scan.invoke(first);
  const other = () => scan.invoke(second);
  const results =
    order === 'at once'
      ? await Promise.all([one(), other()])
      : order === 'first, second'
        ? [await one(), await other()]
        : [await other(), await one()];
  return results.flatMap((result) =>
    result.kind === 'error' ? [JSON.stringify(result.error)] : [],
  );
}

/** Connections that no start completed are judged behind the grace, and what counts of them is found by the run behind that. */
async function settleAll(stage: Stage): Promise<void> {
  for (let round = 0; round < MAX_SETTLES; round++) {
    await stage.letTimePass(GRACE_OVER_MS);
    for (let run = 0; run < 2; run++) {
      const { kind, logs } = await stage.settle();
      if (kind === 'error') throw new Error(`settle failed: ${logs}`);
    }
    if ((await leftItems(stage.stack)).length === 0) return;
  }
}

async function judge(stack: Deployment, rounds: number, problems: string[]) {
  const stored = await storedFindings(stack);
  const alerts = alertsIn(await stack.published());
  problems.push(...alertProblems(alerts, stored.map(unitedFinding)));
  const opened = alerts.filter(({ event }) => event === 'opened');
  const perId = Map.groupBy(opened, ({ lead }) => lead.id);
  const perRule = Map.groupBy(stored, ({ finding }) => finding.rule.id);
  for (const [rule, found] of perRule) {
    const stated = Array.from({ length: rounds }, (_, number) => ruleOf(number)).filter(
      (one) => one === rule,
    );
    if (found.length === stated.length) continue;
    problems.push(`rule ${rule}: ${stated.length} findings expected, ${found.length} found`);
  }
  for (const { finding, isSent } of stored) {
    const count = perId.get(finding.id)?.length ?? 0;
    if (count !== 1 || !isSent) {
      problems.push(
        `${finding.rule.title} on ${finding.host}: published ${count} times, sent ${isSent}`,
      );
    }
  }
  if (stored.length !== rounds) {
    problems.push(`${rounds} findings expected, ${stored.length} found`);
  }
  return { findings: stored.length, published: opened.length, problems };
}

function ruleOf(number: number): string {
  return KINDS[Math.floor(number / ORDERS.length) % KINDS.length]?.(number).rule ?? '';
}

/** Each gives one finding, of a machine of its own. */
const KINDS: readonly ((number: number) => Round)[] = [
  sequence,
  shared,
  fanOut,
  joined,
  unattributed,
];

/**
 * A start and a connection. The start names the program by a short path, which is no protected one; the connection names
 * it by the long one under C:\Windows, of which the rule about connections alone does not speak.
 */
function sequence(number: number): Round {
  const process = service(number, unsignedProgram('C:\\Windows\\ADMTOO~1\\tool.exe'));
  const image = 'C:\\Windows\\AdmTools\\tool.exe';
  const connecting = { ...process, program: unsignedProgram(image) };
  return {
    rule: RULES.sequence,
    group: SYSMON,
    halves: [[ran(process)], [connection(connecting, 20, 1)]],
  };
}

/** Two connections of one finding. */
function shared(number: number): Round {
  const process = service(number, POWERSHELL);
  return {
    rule: RULES.lolbin,
    group: SYSMON,
    halves: [[connection(process, 20, 1)], [connection(process, 40, 2)]],
  };
}

/** Ten hosts, of which either object has five. */
function fanOut(number: number): Round {
  const process = service(number, EXPLORER);
  const hosts = (from: number) =>
    Array.from({ length: 5 }, (_, index) => connection(process, 10 + from + index, from + index));
  return { rule: RULES.fanOut, group: SYSMON, halves: [hosts(0), hosts(5)] };
}

/** A start, and a connection two minutes later of which the sensor says no more than whose it is. */
function joined(number: number): Round {
  const process = service(number, unsignedProgram('C:\\ProgramData\\tool.exe'));
  return {
    rule: RULES.untrusted,
    group: 'crowdstrike-fdr',
    halves: [[ran(process)], [connection(process, 125, 1)]],
  };
}

/** Ten hosts, of which either object has five, and no log names the program: they wait in files until there are ten. */
function unattributed(number: number): Round {
  const process = service(number, EXPLORER);
  const hosts = (from: number) =>
    Array.from({ length: 5 }, (_, index) => connection(process, 10 + from + index, from + index));
  return { rule: UNATTRIBUTED, group: 'crowdstrike-fdr', halves: [hosts(0), hosts(5)] };
}

const SYSMON = 'sysmon-nxlog';

function service(number: number, program: Process['program']): Process {
  const machine: Machine = {
    name: `race-${number}`,
    ip: `10.21.${Math.floor(number / 200)}.${10 + (number % 200)}`,
    kind: 'server',
    bootMs: atMinute(-4_000 - number),
  };
  const parent = servicesOf(machine);
  return child({ ...parent, parent: kernelOf(machine) }, program, SYSTEM, {
    pid: 6_000,
    startMs: atMinute(0, 5),
  });
}

function connection(process: Process, second: number, host: number): Fact {
  const to = { ip: `10.20.200.${10 + host}`, port: 445 };
  return connected(process, atMinute(0, second), to, 58_300 + host);
}
