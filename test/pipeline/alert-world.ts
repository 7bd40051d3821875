// A deployment in memory that alerts: findings are recorded, alerted, published and marked as sent, as the outbox will.

import { createMemoryState } from '../../src/adapters/local/index.ts';
import { DEFAULT_ROUTING, DEFAULT_TIMES } from '../../src/alert/index.ts';
import { alertId, digestId, unitedFinding } from '../../src/finding/index.ts';
import {
  type Alert,
  type AlertDigest,
  CANARY_TENANT,
  type Finding,
  type FindingPart,
  type Level,
  type Message,
} from '../../src/model/index.ts';
import {
  type AlertDeps,
  type AlertFate,
  alertFindings,
  type Sendable,
  type SettledAlerts,
  settleAlerts,
} from '../../src/pipeline/index.ts';
import { aFindingPart } from '../state/builders.ts';
import { createSetClock, MINUTE_MS } from '../support/set-clock.ts';

export const LEASE_MS = 5 * MINUTE_MS;

/** Thrown where a function meets its end. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** What a case wants otherwise. */
export interface WorldOptions {
  readonly deps?: Partial<AlertDeps>;
  /** Called before each call to a store or the sink; may throw. */
  readonly before?: (call: string) => void;
  /** Waited for before each call that gives a promise. @default nothing is waited for */
  readonly gate?: () => Promise<void>;
}

/** Calls that give something to iterate over. */
const ITERATING: ReadonlySet<unknown> = new Set(['due', 'unsent', 'members']);

/** What a rule found of entity-1, in an object of that time. */
export function partOf(rule: string, level: Level, finding: Partial<Finding> = {}): FindingPart {
  const named = { id: rule, title: `Rule ${rule}`, level, tags: [] };
  return aFindingPart({}, { id: `f1_${rule}`, rule: named, ...finding });
}

/** A world in which nothing was found. */
export function openWorld({ deps: given = {}, before = () => undefined, gate }: WorldOptions = {}) {
  const clock = createSetClock();
  const state = createMemoryState(clock);
  const published: (Alert | AlertDigest)[] = [];
  let sinkIsDown = false;
  let owners = 0;
  let budget = 5;
  const watched = <T extends object>(store: T): T =>
    new Proxy(store, {
      get(target, name) {
        const member = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return (...args: readonly unknown[]) => {
          before(String(name));
          const call = () => Reflect.apply(member, target, args);
          return gate === undefined || ITERATING.has(name) ? call() : gate().then(call);
        };
      },
    });
  const findings = watched(state.findings);
  const deps: AlertDeps = {
    alerts: watched(state.alerts),
    budgets: watched(state.budgets),
    digests: watched(state.digests),
    findings,
    rules: new Map(),
    routing: DEFAULT_ROUTING,
    times: DEFAULT_TIMES,
    get hourlyBudget() {
      return budget;
    },
    origin: 'live',
    alertId,
    digestId,
    unite: unitedFinding,
    ...given,
  };
  const terms = () => ({ owner: `o${owners++}`, leaseMs: LEASE_MS, atMs: clock.nowMs() });

  /** As the outbox: what is told is published, what is settled is sent, what failed stays. */
  const send = async (sendables: readonly Sendable[]): Promise<readonly AlertFate[]> => {
    const fates = await alertFindings(sendables, clock.nowMs(), deps);
    for (const [index, { finding, revision }] of sendables.entries()) {
      const fate = fates[index];
      if (fate === undefined || fate.kind === 'failed') continue;
      if (fate.kind === 'told') {
        before('publish');
        if (sinkIsDown) continue;
        published.push(fate.alert);
      }
      await findings.sent(finding.tenant, finding.id, revision);
    }
    return fates;
  };

  return {
    clock,
    state,
    deps,
    published,
    /** What people were told, in short. */
    log: () => published.map((one) => `${'event' in one ? one.event : 'digest'} ${one.level}`),
    setBudget: (hourlyBudget: number) => {
      budget = hourlyBudget;
    },
    setSink: (isDown: boolean) => {
      sinkIsDown = isDown;
    },
    async scan(...parts: readonly FindingPart[]): Promise<readonly AlertFate[]> {
      const attempt = terms();
      const created: Sendable[] = [];
      for (const part of parts) {
        if ((await findings.record(part, attempt)) === 'created') {
          created.push({ finding: part.finding, revision: 0, createdMs: attempt.atMs });
        }
      }
      return await send(created);
    },
    async settle(): Promise<SettledAlerts> {
      for await (const stored of findings.unsent(clock.nowMs(), terms())) await send([stored]);
      return await settleAlerts(clock.nowMs(), {
        ...deps,
        tenants: new Set(['acme', CANARY_TENANT]),
        leaseMs: LEASE_MS,
        hasTime: () => true,
        renderAlert: (alert) => messageOf(alert),
        renderDigest: (digest) => messageOf(digest),
        sink: {
          async publish(messages) {
            before('publish');
            return {
              outcomes: messages.map(({ id, body }) => {
                if (sinkIsDown) return { kind: 'failed', id, code: 'InternalError', message: 'm' };
                published.push(JSON.parse(body));
                return { kind: 'published', id };
              }),
            };
          },
        },
      });
    },
  };
}

function messageOf(told: Alert | AlertDigest): Message {
  return { id: told.id, body: JSON.stringify(told), attributes: {} };
}
