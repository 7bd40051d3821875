// A delivery → what became of each of its units: objects scanned, findings published, everything else accounted for.

import type { Delivery, DeliveryUnit, Request } from './events/delivery.ts';
import type { UnitOutcome } from './respond.ts';

/** What became of one object or notification. `done` acknowledges it; `failed` has it delivered again. */
export type RequestOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly message: string };

/** A request for an object, or for the rest of one. */
export type ScanRequest = Extract<Request, { kind: 'scan' }>;

/** What the loop is given. */
export interface DeliveryDeps {
  /**
   * Scans an object and publishes its findings. Throws only for bugs.
   * @param left requests that are still to be handled, this one included: they share the time
   */
  scan(request: ScanRequest, left: number): Promise<RequestOutcome>;
  /** A notification that asks for no scan. */
  acknowledge(reason: string): void;
  /** A notification that cannot be read. */
  fault(message: string): void;
  /** A bug: what was thrown. */
  crashed(thrown: unknown): void;
  /** True while there is time to begin another object. */
  hasTime(): boolean;
}

/**
 * Works the units off in ascending receive count, so that one that keeps failing, or kills the function, takes
 * no unit with it that was never tried. Units for which there was no time get no outcome: they count as failed.
 */
export async function scanDelivery(
  delivery: Delivery,
  deps: DeliveryDeps,
): Promise<readonly UnitOutcome[]> {
  const units = delivery.units.toSorted((a, b) => a.receiveCount - b.receiveCount);
  const outcomes: UnitOutcome[] = [];
  let left = units.reduce((sum, { requests }) => sum + requests.length, 0);
  for (const unit of units) {
    if (!deps.hasTime()) break;
    outcomes.push({ id: unit.id, failure: await scanUnit(unit, left, deps) });
    left -= unit.requests.length;
  }
  return outcomes;
}

/** All requests of a unit are tried, also after one has failed: redelivery repeats none needlessly late. */
async function scanUnit(
  unit: DeliveryUnit,
  left: number,
  deps: DeliveryDeps,
): Promise<string | undefined> {
  const failures: string[] = [];
  for (const [index, request] of unit.requests.entries()) {
    const outcome = await attempt(request, left - index, deps);
    if (outcome.kind === 'failed') failures.push(outcome.message);
  }
  return failures.length === 0 ? undefined : failures.join('; ');
}

/** A bug that one object brings to light fails that object: thrown on, it would take the whole batch to the DLQ. */
async function attempt(
  request: Request,
  left: number,
  deps: DeliveryDeps,
): Promise<RequestOutcome> {
  try {
    return await handle(request, left, deps);
  } catch (thrown) {
    deps.crashed(thrown);
    return { kind: 'failed', message: `the scan crashed: ${String(thrown)}` };
  }
}

async function handle(request: Request, left: number, deps: DeliveryDeps): Promise<RequestOutcome> {
  switch (request.kind) {
    case 'scan':
      return await deps.scan(request, left);
    case 'acknowledge':
      deps.acknowledge(request.reason);
      return { kind: 'done' };
    case 'fault':
      deps.fault(request.message);
      return { kind: 'failed', message: request.message };
  }
}
