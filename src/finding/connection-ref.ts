// Connections that wait together → the name they wait under.

import { createHash } from 'node:crypto';
import type { LogEvent } from '../model/index.ts';
import { contentDigest, eventId } from './identity.ts';

/** The same for the same connections and rules, however often and in whatever object they are delivered. */
export function connectionRef(events: readonly LogEvent[], rules: readonly string[]): string {
  const ids = events.map((event) => [eventId(event), contentDigest(event)]);
  const hash = createHash('sha256').update(JSON.stringify(['w1', rules, ids]));
  return `w1_${hash.digest('base64url').slice(0, 27)}`;
}
