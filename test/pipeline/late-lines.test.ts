// Lines that were set aside: with room for all of them, for some and for none, the same findings.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { corpusOf, type Moment, type WriteEvent } from '../../bench/edr-corpus.ts';
import { crowdstrikeEvent } from '../../bench/edr-crowdstrike.ts';
import { elasticEvent } from '../../bench/edr-elastic.ts';
import { sysmonEvent } from '../../bench/edr-sysmon.ts';
import { passedOver, scanBothWays } from './both-ways.ts';
import { SHIPPED } from './packs.ts';

/** Few processes, one connection in ten to port 445: starts are asked for, and most are not. */
function corpus(write: WriteEvent, seed: number): Buffer {
  const dense = (moment: Moment) => {
    const isSmb = moment.kind === 'network' && moment.number % 10 === 0;
    const process = moment.process % 40;
    const image = process % 3 === 0 ? 'C:\\Users\\Public\\tool.exe' : moment.image;
    return write({ ...moment, host: 1, process, image, ...(isSmb && { port: 445 }) });
  };
  return Buffer.concat([...corpusOf(dense, 150_000, seed)]);
}

describe('lines that were set aside', () => {
  for (const [name, write] of [
    ['CrowdStrike', crowdstrikeEvent],
    ['Elastic Defend', elasticEvent],
    ['Sysmon', sysmonEvent],
  ] as const) {
    it(`are judged alike with room for all, for those of one object, and for none (${name})`, async () => {
      const objects = [corpus(write, 3), gzipSync(corpus(write, 4))];
      const passed: number[] = [];
      for (const maxLateBytes of [2 ** 25, 40_000, 0]) {
        const outcomes = await scanBothWays(objects, SHIPPED, { chunk: 50_000, maxLateBytes });
        passed.push(passedOver(outcomes));
      }
      assert.ok((passed[0] ?? 0) > 0);
      assert.deepEqual(
        passed,
        passed.map(() => passed[0]),
        'the same lines were evaluated',
      );
    });
  }
});
