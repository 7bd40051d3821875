// A message of the topic `alerts` → what a delivery is decided by.

import { defanged, type OnCallMessage } from '../../src/alert/index.ts';
import { middleCut, safeText } from '../../src/model/index.ts';
import type { Delivery } from '../../src/ports/index.ts';

/** Why nobody is told: what is kept alone, and what only shows that scans go on. */
export type Never = 'route store' | 'origin canary';

/** A message, as deliveries see it. */
export interface Told {
  /** For the destination that it was asked for. */
  readonly delivery: Delivery;
  /** `opened`, `raised`, `closed`, `resolved`, `digest`. */
  readonly event: string;
  readonly route: string;
  /** True where somebody is to be woken up: silence would be an incident of its own. */
  readonly isPage: boolean;
  /** Why it is posted nowhere, whatever the subscription let through. */
  readonly never?: Never;
  /** When the event happened that a page is about, epoch ms: of what opened or raised the alert, by its record. */
  readonly eventMs?: number;
  /** What it is called, on one line, without anything that a client makes a link of. */
  readonly title: string;
}

const MAX_TITLE = 160;

/** Reads it; `destination` is the name of who is told. */
export function toTold(message: OnCallMessage, destination: string): Told {
  const title = titleOf(message.title);
  if ('digest' in message) {
    const { id, revision, tenant, route } = message.digest;
    const delivery = { tenant, alert: id, revision, destination };
    return { delivery, event: 'digest', route, isPage: route === 'page', title, ...never(route) };
  }
  const { id, revision, group, event, route, origin } = message.alert;
  const isPage = route === 'page' && (event === 'opened' || event === 'raised');
  return {
    delivery: { tenant: group.tenant, alert: id, revision, destination },
    event,
    route,
    isPage,
    title,
    ...(isPage && eventTime(message.alert.lead.firstTime)),
    ...never(route, origin),
  };
}

/** Not every message that claims to be ours is whole. */
function titleOf(title: unknown): string {
  if (typeof title !== 'string') return 'a message without a title';
  return middleCut(defanged(safeText(title)), MAX_TITLE);
}

function never(route: string, origin?: string): { readonly never?: Never } {
  if (origin === 'canary') return { never: 'origin canary' };
  return route === 'store' ? { never: 'route store' } : {};
}

function eventTime(text: string | undefined): { readonly eventMs?: number } {
  const eventMs = Date.parse(text ?? '');
  return Number.isNaN(eventMs) ? {} : { eventMs };
}
