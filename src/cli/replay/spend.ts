// What was asked of AWS × the plan's prices → dollars so far, and whether one more object may still be read.

import type { PlannedObject, ReplayPlan } from '../../replay/index.ts';
import type { WorkerUsage } from './worker-messages.ts';

/** Bytes of a GB as AWS counts. */
const GB = 2 ** 30;

/** Prices of what reading costs, as the plan names them. */
export interface ReadPrices {
  readonly perRequest: number;
  /** For taking a GB of that storage class out; a class that is not named costs nothing. */
  readonly perGbByClass: ReadonlyMap<string, number>;
}

/** A class because it sums up. */
export class Spend {
  readonly #prices: ReadPrices;
  readonly #budgetUsd: number;
  #usd = 0;
  /** Of objects that are being read. */
  #promised = 0;

  /** @param budgetUsd Infinity = none */
  constructor(prices: ReadPrices, budgetUsd: number) {
    this.#prices = prices;
    this.#budgetUsd = budgetUsd;
  }

  get usd(): number {
    return this.#usd;
  }

  /** Promises what the object will cost, unless that is more than is left. */
  allow(object: PlannedObject): boolean {
    const price = this.#priceOf(object, { s3Requests: 1, bytes: object.size });
    if (this.#usd + this.#promised + price > this.#budgetUsd) return false;
    this.#promised += price;
    return true;
  }

  /** The promised object was read; gives what it cost. */
  spend(object: PlannedObject, usage: WorkerUsage): number {
    const price = this.#priceOf(object, usage);
    this.#promised -= this.#priceOf(object, { s3Requests: 1, bytes: object.size });
    this.#usd += price;
    return price;
  }

  /** What an earlier process spent. */
  add(usd: number): void {
    this.#usd += usd;
  }

  #priceOf(object: PlannedObject, { s3Requests, bytes }: WorkerUsage): number {
    if ('path' in object) return 0;
    const { perRequest, perGbByClass } = this.#prices;
    const perGb = perGbByClass.get(object.storageClass ?? 'STANDARD') ?? 0;
    return s3Requests * perRequest + (bytes / GB) * perGb;
  }
}

/** The prices that reading on one machine has, of a plan's lines. */
export function readPrices({ estimate }: Pick<ReplayPlan, 'estimate'>): ReadPrices {
  const perGbByClass = new Map<string, number>();
  let perRequest = 0;
  for (const { what, usdPerUnit } of estimate.lines) {
    if (what === 'S3 GET') perRequest = usdPerUnit;
    const [, storageClass] = /^S3 retrieval (\w+)$/.exec(what) ?? [];
    if (storageClass !== undefined) perGbByClass.set(storageClass, usdPerUnit);
  }
  return { perRequest, perGbByClass };
}
