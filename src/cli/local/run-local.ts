// Options → the pipeline at work until a signal comes, or until everything was scanned and told.

import { EXIT_INCOMPLETE, EXIT_INTERRUPTED, EXIT_OK } from '../exit-code.ts';
import { listenForInterrupt } from '../interrupt.ts';
import type { Output } from '../output.ts';
import { bannerText } from './banner.ts';
import { buildBundles } from './bundles.ts';
import { Desk } from './desk.ts';
import type { LocalDestination } from './destinations.ts';
import { Enders } from './enders.ts';
import { Feeder } from './feeder.ts';
import type { LocalOptions } from './options.ts';
import { pause } from './pause.ts';
import { SettleSchedule } from './settle-schedule.ts';
import { startSlackServer } from './slack-server.ts';
import { type LocalStack, startStack } from './stack.ts';

const END_SIGNALS: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** How often the folder, the schedule and the queues are looked at. */
const LOOK_MS = 500;

/** Runs. Resolves with the exit code, once nothing of it is left. */
export async function runLocal(options: LocalOptions, output: Output): Promise<number> {
  const interrupt = listenForInterrupt(EXIT_INTERRUPTED, END_SIGNALS);
  const desk = new Desk(output);
  interrupt.signal.addEventListener('abort', () => desk.close());
  const enders = new Enders();
  // A loop that fails ends the others too.
  const failing = new AbortController();
  try {
    await buildBundles((words) => desk.say(words), interrupt.signal);
    const signal = AbortSignal.any([interrupt.signal, failing.signal]);
    await new Run(options, desk, signal).work(enders);
  } catch (error) {
    // What is broken off by the end breaks in many ways.
    if (!interrupt.signal.aborted) throw error;
  } finally {
    failing.abort();
    await enders.end();
    interrupt.dispose();
    await desk.flushed();
  }
  return exitCode(options, desk, interrupt.signal);
}

function exitCode({ isOnce }: LocalOptions, desk: Desk, signal: AbortSignal): number {
  if (!isOnce) return EXIT_OK;
  if (signal.aborted) return EXIT_INTERRUPTED;
  return desk.failures === 0 ? EXIT_OK : EXIT_INCOMPLETE;
}

/** One run: what its loops share. */
class Run {
  readonly #options: LocalOptions;
  readonly #desk: Desk;
  readonly #signal: AbortSignal;
  readonly #schedule: SettleSchedule;

  constructor(options: LocalOptions, desk: Desk, signal: AbortSignal) {
    this.#options = options;
    this.#desk = desk;
    this.#signal = signal;
    this.#schedule = new SettleSchedule(options.joinGraceSeconds * 1_000, Date.now());
  }

  /** Starts everything, works until it is done or broken off, and says what came of it. */
  async work(enders: Enders): Promise<void> {
    const slack = await startSlackServer((body) => this.#desk.posted(body));
    enders.add(() => slack.stop());
    const stack = await startStack({
      port: this.#options.port,
      joinGraceSeconds: this.#options.joinGraceSeconds,
      destinations: [terminal(slack.url), ...this.#options.destinations],
      desk: this.#desk,
      scanned: () => this.#schedule.scanned(Date.now()),
    });
    enders.add(() => stack.stop());
    this.#desk.say(bannerText(stack.endpoint, this.#options));
    const feeder = this.#feederOf(stack);
    if (this.#options.isOnce) await this.#once(stack, feeder);
    else await Promise.all([this.#feed(feeder), this.#settle(stack), this.#count(stack)]);
    this.#desk.counts();
  }

  #feederOf(stack: LocalStack): Feeder | undefined {
    const { folder } = this.#options;
    if (folder === undefined) return undefined;
    return new Feeder({ folder, stack, desk: this.#desk, signal: this.#signal });
  }

  /** All that is there; then, once what waits has waited, settle; then all that this tells. */
  async #once(stack: LocalStack, feeder: Feeder | undefined): Promise<void> {
    await feeder?.feed(Date.now());
    while (feeder?.isWaiting === true && !this.#signal.aborted) {
      await pause(LOOK_MS, this.#signal);
      await feeder.feed(Date.now());
    }
    await this.#quiet(stack);
    await pause(this.#schedule.waitMs, this.#signal);
    await stack.settle();
    await this.#quiet(stack);
  }

  async #quiet(stack: LocalStack): Promise<void> {
    while (!this.#signal.aborted && !(await stack.isQuiet()))
      await pause(LOOK_MS / 5, this.#signal);
  }

  async #feed(feeder: Feeder | undefined): Promise<void> {
    while (feeder !== undefined && !this.#signal.aborted) {
      await feeder.feed(Date.now());
      await pause(LOOK_MS, this.#signal);
    }
  }

  async #settle(stack: LocalStack): Promise<void> {
    while (!this.#signal.aborted) {
      await pause(LOOK_MS, this.#signal);
      if (this.#signal.aborted || !this.#schedule.isDue(Date.now())) continue;
      this.#schedule.began(Date.now());
      await stack.settle();
    }
  }

  /** Says the counts whenever all that came has been worked off. */
  async #count(stack: LocalStack): Promise<void> {
    while (!this.#signal.aborted) {
      await pause(2 * LOOK_MS, this.#signal);
      if (this.#desk.hasCounts && (await stack.isQuiet())) this.#desk.counts();
    }
  }
}

/** Slack, as far as the pipeline can tell. */
function terminal(url: string): LocalDestination {
  const routes = ['page', 'post', 'digest'];
  return { kind: 'slack', name: 'terminal', secret: url, routes, isLoopback: true };
}
