// The sample objects in events/ → their keys and bytes, and larger objects made from them.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { ROOT } from '../../infra/support/root.ts';

/** A sample object. */
export interface Sample {
  /** Path in events/, used as the key. */
  readonly key: string;
  readonly body: Buffer;
}

const EVENTS = join(ROOT, 'events');

/** Every sample object. */
export const SAMPLES: readonly Sample[] = globSync('*/**/*.{json,gz,txt,zst}', { cwd: EVENTS })
  .toSorted()
  .map((key) => ({ key, body: readFileSync(join(EVENTS, key)) }));

/** Elastic Defend's records of the attack as NDJSON: two findings. */
export const STORY: Buffer = gunzipSync(sampleOf('elastic-defend', 'part2.txt.gz').body);

/** The same attack by Sysmon's records: two other findings. */
export const OTHER_STORY: Buffer = gunzipSync(sampleOf('sysmon', 'part1.txt.gz').body);

function sampleOf(family: string, end: string): Sample {
  const found = SAMPLES.find(({ key }) => key.startsWith(`${family}/`) && key.endsWith(end));
  if (found === undefined) throw new Error(`no sample of ${family} ends in ${end}`);
  return found;
}
