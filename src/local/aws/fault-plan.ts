// What can be made to go wrong: by operation, a number of times, for chosen requests.

import { LocalConfigError } from '../errors.ts';
import type { Operation } from './operation.ts';

/** What happens to the body of a GetObject. Counted from the first byte of that response, ranged or not. */
export type BodyEffect =
  /** At most `afterBytes` arrive (all of them at a client that keeps up), then the connection is reset. */
  | { readonly kind: 'break'; readonly afterBytes: number }
  /** `afterBytes` arrive, then nothing until the client or `stop()` ends the connection. */
  | { readonly kind: 'stall'; readonly afterBytes: number };

/** What happens to a request. */
export type FaultEffect =
  | BodyEffect
  /** Answered with an error in the service's wire shape; the operation does not take place. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code: string;
      readonly retryAfterSeconds?: number;
    }
  /** The connection is reset without an answer (ECONNRESET); the operation does not take place. */
  | { readonly kind: 'reset' }
  /** Later effects of other faults, or the operation itself, come after this pause. */
  | { readonly kind: 'delay'; readonly delayMs: number }
  /** HTTP 200 with the chosen entries in `Failed`; without `ids`, all of them. PublishBatch only. */
  | {
      readonly kind: 'failEntries';
      readonly code: string;
      readonly senderFault: boolean;
      readonly ids?: readonly string[];
    };

/** An entry of a batch that fails alone. */
export interface EntryFailure {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly senderFault: boolean;
}

/** What a plan must know of an operation. */
interface Strikable {
  /** `s3:GetObject` and the like. */
  readonly id: string;
}

/** When a fault strikes, and what it does. */
export interface FaultPlan<O extends Strikable = Operation, E extends Effect = FaultEffect> {
  /** `s3:GetObject`, or `s3:*` for all of a service. */
  readonly operation: string;
  readonly effect: E;
  /** How many matching requests it strikes. @default 1 */
  readonly times?: number;
  /** Strikes only requests for which this is true. Asked of every matching request while `times` lasts. @default all */
  readonly when?: (operation: O) => boolean;
}

/** Effects are told apart by their kind. */
interface Effect {
  readonly kind: string;
}

/** A planned fault. */
export interface Fault {
  /** How often it has struck. */
  readonly hits: number;
  /** Takes it out of the plan. */
  cancel(): void;
}

/** The faults planned for one stack. */
export interface Faults<O extends Strikable = Operation, E extends Effect = FaultEffect> {
  /** Adds a fault; older ones go first. Throws LocalConfigError for an effect the operation cannot have. */
  add(plan: FaultPlan<O, E>): Fault;
  /** Takes all faults out of the plan. */
  clear(): void;
}

/** Effects only one operation can have. */
const ONLY: Readonly<Record<string, string>> = {
  break: 's3:GetObject',
  stall: 's3:GetObject',
  failEntries: 'sns:PublishBatch',
};

interface Planned<O extends Strikable, E extends Effect> {
  readonly plan: FaultPlan<O, E>;
  left: number;
  hits: number;
}

/** An empty plan, and the function the hooks take effects from: delays first, then at most one other effect. */
export function planFaults<O extends Strikable = Operation, E extends Effect = FaultEffect>(): {
  readonly faults: Faults<O, E>;
  readonly take: (operation: O) => readonly E[];
} {
  let planned: readonly Planned<O, E>[] = [];
  const add = (plan: FaultPlan<O, E>): Fault => {
    check(plan);
    const entry: Planned<O, E> = { plan, left: plan.times ?? 1, hits: 0 };
    planned = [...planned, entry];
    return {
      get hits() {
        return entry.hits;
      },
      cancel: () => {
        planned = planned.filter((other) => other !== entry);
      },
    };
  };
  const take = (operation: O): readonly E[] => {
    const effects: E[] = [];
    for (const entry of planned) {
      if (!strikes(entry, operation)) continue;
      entry.left -= 1;
      entry.hits += 1;
      effects.push(entry.plan.effect);
      if (entry.plan.effect.kind !== 'delay') break;
    }
    return effects;
  };
  const clear = (): void => {
    planned = [];
  };
  return { faults: { add, clear }, take };
}

function check({
  operation,
  effect,
}: Pick<FaultPlan<Strikable, Effect>, 'operation' | 'effect'>): void {
  const only = ONLY[effect.kind];
  if (only !== undefined && operation !== only) {
    throw new LocalConfigError(`a fault of kind ${effect.kind} is for ${only}, not ${operation}`);
  }
}

function strikes<O extends Strikable, E extends Effect>(
  { plan, left }: Planned<O, E>,
  operation: O,
): boolean {
  const service = operation.id.slice(0, operation.id.indexOf(':'));
  const isNamed = plan.operation === operation.id || plan.operation === `${service}:*`;
  return left > 0 && isNamed && (plan.when?.(operation) ?? true);
}
