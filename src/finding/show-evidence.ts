// The evidence match → what a finding shows of it. Read through Sigma's field names, whichever product logged it.

import type { Finding, Match } from '../model/index.ts';
import { boundMatched } from './bound-matched.ts';
import { eventTimeMs, isoTime } from './event-time.ts';
import { renderNetwork } from './network.ts';
import { renderProcess } from './process.ts';
import { readText } from './readable.ts';
import { supplied } from './supplied.ts';
import { type KnownEvidence, unknownNames } from './unknown.ts';

/** What a finding takes from its evidence alone. */
export type ShownEvidence = KnownEvidence &
  Pick<Finding, 'unknown' | 'joined' | 'awaited' | 'delivery' | 'matched' | 'matchedLeftOut'>;

/** Reads the event once; keeps no reference to its record. */
export function showEvidence(match: Match): ShownEvidence {
  const { event, rule, delivery } = match;
  const known: KnownEvidence = {
    ...supplied<Pick<Finding, 'time' | 'host' | 'user' | 'userSid'>>({
      time: isoTime(eventTimeMs(event)),
      host: readText(event.field('Computer')),
      user: readText(event.field('User')),
      userSid: readText(event.field('UserSid')),
    }),
    process: renderProcess(event),
    network: renderNetwork(event),
  };
  return {
    ...known,
    unknown: unknownNames(known, event.logsource.category),
    ...(event.joinedFields === undefined ? {} : { joined: event.joinedFields }),
    ...(event.awaitedFields === undefined ? {} : { awaited: event.awaitedFields }),
    delivery: { object: delivery.object, ordinal: delivery.ordinal, offset: delivery.offset },
    ...boundMatched(rule.explain(event)),
  };
}
