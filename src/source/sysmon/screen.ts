// Lines of Sysmon, in whichever JSON shape → their kinds: the event id.

import type { KindPlace } from '../../model/index.ts';
import type { SourceScreen } from '../screen.ts';
import { SYSMON_CATEGORIES } from './categories.ts';

/** NXLog, flat exports, Azure Monitor and evtx_dump. */
const EVENT_ID: KindPlace = { needle: 'ventID', before: '"E', behind: '"', isKey: true };
/** Winlogbeat. */
const BEATS_ID: KindPlace = { needle: 'vent_id', before: '"e', behind: '"', isKey: true };

/** A start, and the load of a program's own image, which tells how it is signed. */
const OFFERING: ReadonlySet<string> = new Set(['1', '7']);

/** How lines of Sysmon are told. */
export const SYSMON_SCREEN: SourceScreen = {
  places: [EVENT_ID, BEATS_ID],
  kinds: new Map(
    [...SYSMON_CATEGORIES].map(([id, { category, moreCategories = [] }]) => [
      id,
      {
        // Event 12 is told apart by its EventType.
        categories: [
          ...(category === undefined ? [] : [category]),
          ...moreCategories,
          ...(id === '12' ? ['registry_add', 'registry_delete'] : []),
        ],
        offers: OFFERING.has(id),
      },
    ]),
  ),
  hasEntities: true,
  processIds: [{ needle: 'Guid', before: 'Process', behind: '"' }],
};
