// What was asked of AWS × the plan's prices → dollars so far, and whether one more object may still be read.

import { type PlannedObject, type ReplayPlan, STANDARD } from '../../replay/index.ts';
import type { WorkerUsage } from './worker-messages.ts';

/** Bytes of a GB as the plan counts. */
const GB = 2 ** 30;

/** `S3 GET`, `S3 GET STANDARD_IA`, `S3 retrieval STANDARD_IA`. */
const OF_CLASS = /^S3 (GET|retrieval)(?: (\w+))?$/;
const TRANSFER = 'transfer out of AWS';

/** Requests that an object of the plan takes at most; the SDK is loaded for a plan that costs something alone. */
export async function mostRequests({ estimate }: Pick<ReplayPlan, 'estimate'>): Promise<number> {
  if (estimate.lines.length === 0) return 0;
  const { MAX_RESUMES } = await import('../../adapters/aws/index.ts');
  return 1 + MAX_RESUMES;
}

/** Prices of what reading costs, as the plan names them. */
export interface ReadPrices {
  /** Of a request for an object of that storage class; what is not named is STANDARD's. */
  readonly perRequest: ReadonlyMap<string, number>;
  /** For taking a GB of that class out; of what is not named 0. */
  readonly perGb: ReadonlyMap<string, number>;
  /** For a GB that leaves AWS. */
  readonly perGbOut: number;
}

/** A class because it sums up. */
export class Spend {
  readonly #prices: ReadPrices;
  readonly #budgetUsd: number;
  readonly #mostRequests: number;
  #usd = 0;
  /** Of objects that are being read. */
  #promised = 0;

  /** @param budgetUsd Infinity = none @param mostRequests that an object takes */
  constructor(prices: ReadPrices, budgetUsd: number, mostRequests: number) {
    this.#prices = prices;
    this.#budgetUsd = budgetUsd;
    this.#mostRequests = mostRequests;
  }

  get usd(): number {
    return this.#usd;
  }

  /** Promises what the object will cost at most, unless that is more than is left. */
  allow(object: PlannedObject): boolean {
    const price = this.#mostOf(object);
    if (this.#usd + this.#promised + price > this.#budgetUsd) return false;
    this.#promised += price;
    return true;
  }

  /** The promised object was read; gives what it cost. */
  spend(object: PlannedObject, usage: WorkerUsage): number {
    const price = this.#priceOf(object, usage);
    this.#promised -= this.#mostOf(object);
    this.#usd += price;
    return price;
  }

  /** What an earlier process spent. */
  add(usd: number): void {
    this.#usd += usd;
  }

  #mostOf(object: PlannedObject): number {
    return this.#priceOf(object, { s3Requests: this.#mostRequests, bytes: object.size });
  }

  #priceOf(object: PlannedObject, { s3Requests, bytes }: WorkerUsage): number {
    if ('path' in object) return 0;
    const { perRequest, perGb, perGbOut } = this.#prices;
    const { storageClass = STANDARD } = object;
    const request = perRequest.get(storageClass) ?? perRequest.get(STANDARD) ?? 0;
    return s3Requests * request + (bytes / GB) * ((perGb.get(storageClass) ?? 0) + perGbOut);
  }
}

/** True of a plan whose prices are of a run on AWS: it has none for transfer out of it. */
export function isPricedOnAws({ estimate }: Pick<ReplayPlan, 'estimate'>): boolean {
  return estimate.lines.some(({ what }) => what.startsWith('Lambda '));
}

/** The prices that reading on one machine has, of a plan's lines. */
export function readPrices({ estimate }: Pick<ReplayPlan, 'estimate'>): ReadPrices {
  const perRequest = new Map<string, number>();
  const perGb = new Map<string, number>();
  let perGbOut = 0;
  for (const { what, usdPerUnit } of estimate.lines) {
    const [, kind, storageClass = STANDARD] = OF_CLASS.exec(what) ?? [];
    if (kind === 'GET') perRequest.set(storageClass, usdPerUnit);
    if (kind === 'retrieval') perGb.set(storageClass, usdPerUnit);
    if (what === TRANSFER) perGbOut = usdPerUnit;
  }
  return { perRequest, perGb, perGbOut };
}
