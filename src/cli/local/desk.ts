// What functions log and what is posted → what people see: each alert, problems once, counts.

import { parseOnCallMessage } from '../../alert/index.ts';
import type { InvokeResult, SqsEvent } from '../../local/index.ts';
import { safeText } from '../../model/index.ts';
import type { Output } from '../output.ts';
import { countsText, secondsText } from './counts.ts';
import { Latencies } from './latencies.ts';
import { readLog } from './log-lines.ts';
import { toldObjects } from './s3-messages.ts';
import { slackText } from './slack-text.ts';

/** Problems that are remembered, so that each is said once. */
const MAX_PROBLEMS = 1_000;

/** How the alert and its revision stand in a Slack message. */
const ALERT_ID = /Alert: `(a1_[\w-]{27})`, revision (\d+)/;

/** The desk of one run. */
export class Desk {
  readonly #output: Output;
  readonly #nowMs: () => number;
  readonly #metrics = new Map<string, number>();
  readonly #latencies = new Latencies();
  readonly #said = new Set<string>();
  #printed: Promise<void> = Promise.resolve();
  #objects = 0;
  #rejected = 0;
  #failures = 0;
  #shown = 0;
  #isClosed = false;
  #saidCounts: string | undefined;

  constructor(output: Output, nowMs: () => number = Date.now) {
    this.#output = output;
    this.#nowMs = nowMs;
  }

  /** Objects that could not be scanned, runs that failed, alerts that could not be posted. */
  get failures(): number {
    return this.#failures;
  }

  /** The end has begun: what is broken off by it is no problem of anybody's. */
  close(): void {
    this.#isClosed = true;
  }

  /** An invocation has ended. */
  ended(functionName: string, result: InvokeResult): void {
    const { metrics, problems, others } = readLog(result.logs);
    for (const [name, value] of metrics) {
      this.#metrics.set(name, (this.#metrics.get(name) ?? 0) + value);
    }
    for (const problem of problems) this.problem(problem);
    if (result.kind !== 'error') return;
    this.#failures += 1;
    const { errorType, errorMessage } = result.error;
    this.problem(`${functionName}: ${errorType}: ${errorMessage}`);
    // The runtime's own words say only that the process is gone; Node's say why.
    if (errorType.startsWith('Runtime.')) for (const line of others) this.problem(line);
  }

  /** The scan function was given these messages. */
  scanGiven({ Records }: SqsEvent): void {
    for (const { object, putMs } of Records.flatMap(({ body }) => toldObjects(body))) {
      if (putMs !== undefined) this.#latencies.put(object, putMs);
    }
  }

  /** An object was scanned to its end, or passed over. */
  done(): void {
    this.#objects += 1;
  }

  /** A destination's function was given these messages. */
  alertsGiven({ Records }: SqsEvent): void {
    for (const { body } of Records) {
      const message = parseOnCallMessage(body);
      if (!message.ok || !('alert' in message.value)) continue;
      const { id, revision, event, lead } = message.value.alert;
      const isNews = event === 'opened' || event === 'raised';
      if (isNews) this.#latencies.alert(`${id} ${revision}`, lead.delivery.object);
    }
  }

  /** Something was posted to the stand-in for Slack. False for what Slack would refuse. */
  posted(body: string): boolean {
    const text = slackText(body, this.#output.canStyle ? 'styled' : 'plain');
    if (text === undefined) {
      this.problem('Slack would refuse a message: it is no JSON of blocks that are known');
      return false;
    }
    this.#shown += 1;
    const nowMs = this.#nowMs();
    const [, id, revision] = ALERT_ID.exec(body) ?? [];
    const tookMs = this.#latencies.posted(`${id} ${revision}`, nowMs);
    this.#print(`${headText(nowMs, tookMs)}${text}\n`);
    return true;
  }

  /** An object is in the failure queue. */
  rejected(object: string): void {
    this.#rejected += 1;
    this.#failures += 1;
    this.#note(`rejected: ${object} failed every time and is in the failure queue; see above why`);
  }

  /** An alert is in the failure queue of a destination. */
  undelivered(destination: string): void {
    this.#failures += 1;
    this.#note(`not delivered: an alert is in the failure queue of ${destination}`);
  }

  /** A file that cannot be taken. */
  unreadable(text: string): void {
    if (this.#isNew(text)) this.#failures += 1;
  }

  /** A problem in words; said once. */
  problem(text: string): void {
    this.#isNew(text);
  }

  /** A word of the command's own. */
  say(text: string): void {
    for (const line of text.split('\n')) this.#note(line);
  }

  #isNew(problem: string): boolean {
    if (this.#isClosed || this.#said.has(problem)) return false;
    if (this.#said.size < MAX_PROBLEMS) this.#said.add(problem);
    this.#note(problem);
    return true;
  }

  /** Says how far it all came, where that is not said. */
  counts(): void {
    const text = countsText(this.#metrics, {
      objects: this.#objects,
      rejected: this.#rejected,
      shown: this.#shown,
      latency: this.#latencies.summary(),
    });
    if (text !== this.#saidCounts) this.#note(text);
    this.#saidCounts = text;
  }

  /** Whether there is anything to count. */
  get hasCounts(): boolean {
    return this.#objects + this.#rejected > 0;
  }

  /** Resolves once all was written. */
  async flushed(): Promise<void> {
    await this.#printed;
  }

  /** Alerts and notes keep their order: they are mostly one terminal's. */
  #print(text: string): void {
    this.#printed = this.#printed.then(() => this.#output.print(text));
  }

  #note(line: string): void {
    this.#printed = this.#printed.then(() => this.#output.note(`${safeText(line)}\n`));
  }
}

function headText(nowMs: number, tookMs: number | undefined): string {
  const time = new Date(nowMs).toISOString().slice('2026-11-20T'.length, -'.000Z'.length);
  const after = tookMs === undefined ? '' : `, ${secondsText(tookMs)} after the object was put`;
  return `── Slack, ${time} UTC${after} ──\n`;
}
