// The families that tell the story. A further one is a folder with its renderer, and a line here.

import { elasticDefendObjects } from './elastic-defend/objects.ts';
import type { EventObject } from './event-objects.ts';
import { sysmonObjects } from './sysmon/objects.ts';

/** A family of logs: the source adapter's id is the folder's name below events/. */
export interface Family {
  readonly source: string;
  readonly objects: () => readonly EventObject[];
}

/** All families, in the order of their folders. */
export const FAMILIES: readonly Family[] = [
  { source: 'elastic-defend', objects: elasticDefendObjects },
  { source: 'sysmon', objects: sysmonObjects },
];
