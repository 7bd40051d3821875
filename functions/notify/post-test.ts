// A request to test the destination → one post past queue and ledger, and what came of it.

import type { RenderContext } from '../../src/alert/index.ts';
import type { Alert } from '../../src/model/index.ts';
import type { AlertDestination } from '../../src/ports/index.ts';
import { asObject, own } from '../scan/events/guards.ts';
import type { DestinationConfig } from './destination-config.ts';
import { alertBody } from './render-for.ts';

/** What whoever asked is answered; docs/notify.md names it. */
export interface TestAnswer {
  readonly outcome: 'posted' | 'retry' | 'permanent';
  /** Safe and without secrets; absent where it was posted. */
  readonly reason?: string;
}

/** What is posted where. */
export interface TestDeps {
  readonly kind: DestinationConfig['kind'];
  readonly destination: AlertDestination;
  readonly context: RenderContext;
}

/** True for `{"sigmaLambdaTest": true}`. */
export function isTestRequest(event: unknown): boolean {
  return own(asObject(event), 'sigmaLambdaTest') === true;
}

/** Posts the alert; at PagerDuty its incident is resolved at once, so that nobody is left with it. */
export async function postTest(alert: Alert, deps: TestDeps): Promise<TestAnswer> {
  const posted = await post(alert, deps);
  if (posted.outcome !== 'posted' || deps.kind !== 'pagerduty') return posted;
  const resolved = await post({ ...alert, revision: 1, event: 'resolved' }, deps);
  if (resolved.outcome === 'posted') return resolved;
  const left = `the incident ${alert.id} was opened and is left open; resolve it by hand`;
  return { ...resolved, reason: `${left}: ${resolved.reason ?? 'no reason'}` };
}

async function post(alert: Alert, { kind, destination, context }: TestDeps): Promise<TestAnswer> {
  const body = alertBody(kind, alert, context);
  if (body === undefined) throw new TypeError(`${kind} has no form for ${alert.event}`);
  const outcome = await destination.post(body);
  if (outcome.kind === 'posted') return { outcome: 'posted' };
  return { outcome: outcome.kind, reason: outcome.reason };
}
