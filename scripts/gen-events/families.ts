// The families that tell the story. A further one is a folder with its renderer, and a line here.

import { carbonBlackObjects } from './carbon-black-cloud/objects.ts';
import { cortexObjects } from './cortex-xdr/objects.ts';
import { crowdstrikeObjects } from './crowdstrike-fdr/objects.ts';
import { elasticDefendObjects } from './elastic-defend/objects.ts';
import type { EventObject } from './event-objects.ts';
import { harfangObjects } from './harfanglab/objects.ts';
import { limaObjects } from './limacharlie/objects.ts';
import { defenderObjects } from './microsoft-defender/objects.ts';
import { ocsfObjects } from './ocsf/objects.ts';
import { sentinelObjects } from './sentinelone/objects.ts';
import { sysmonObjects } from './sysmon/objects.ts';
import { securityObjects } from './windows-security/objects.ts';

/** A family of logs: the source adapter's id is the folder's name below events/. */
export interface Family {
  readonly source: string;
  readonly objects: () => readonly EventObject[];
}

/** All families, in the order of their folders. */
export const FAMILIES: readonly Family[] = [
  { source: 'carbon-black-cloud', objects: carbonBlackObjects },
  { source: 'cortex-xdr', objects: cortexObjects },
  { source: 'crowdstrike-fdr', objects: crowdstrikeObjects },
  { source: 'elastic-defend', objects: elasticDefendObjects },
  { source: 'harfanglab', objects: harfangObjects },
  { source: 'limacharlie', objects: limaObjects },
  { source: 'microsoft-defender', objects: defenderObjects },
  { source: 'ocsf', objects: ocsfObjects },
  { source: 'sentinelone', objects: sentinelObjects },
  { source: 'sysmon', objects: sysmonObjects },
  { source: 'windows-security', objects: securityObjects },
];
