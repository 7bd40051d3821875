// Objects that a scan reads with the prefilter and without it, where something that makes it fast is lacking.

import assert from 'node:assert/strict';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { corpusOf, type Moment } from '../../../bench/edr-corpus.ts';
import { crowdstrikeEvent } from '../../../bench/edr-crowdstrike.ts';
import { sysmonEvent } from '../../../bench/edr-sysmon.ts';
import { passedOver, scanBothWays } from '../../pipeline/both-ways.ts';
import { SHIPPED } from '../../pipeline/packs.ts';

/** Some connections are to port 445, so that starts are asked for. More than a chunk, and not all of it in one member. */
export async function scansAlike(): Promise<void> {
  const texts = [sysmonEvent, crowdstrikeEvent].map((write) => {
    const dense = (moment: Moment) => {
      const isSmb = moment.kind === 'network' && moment.number % 10 === 0;
      return write({
        ...moment,
        host: 1,
        process: moment.process % 40,
        ...(isSmb && { port: 445 }),
      });
    };
    return Buffer.concat([...corpusOf(dense, 700_000, 3)]);
  });
  const [sysmon, crowdstrike] = texts;
  assert.ok(sysmon && crowdstrike);
  const feed = sysmon.indexOf('\n', 600_000) + 1;
  const members = [sysmon.subarray(0, feed), sysmon.subarray(feed)];
  const objects = [
    Buffer.concat(members.map((part) => gzipSync(part))),
    zstdCompressSync(crowdstrike),
    crowdstrike,
  ];
  for (const maxLateBytes of [2 ** 25, 0]) {
    const outcomes = await scanBothWays(objects, SHIPPED, { chunk: 50_000, maxLateBytes });
    assert.ok(passedOver(outcomes) > 1_000);
  }
}
