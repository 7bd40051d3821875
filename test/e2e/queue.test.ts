// The stack with its queue, from the synthesised template, over sockets: everything that must be true of a scan.

import { before, describe } from 'node:test';
import { brokenBodies } from './scenarios/broken-bodies.ts';
import { canary } from './scenarios/canary.ts';
import { hops } from './scenarios/hops.ts';
import { joined } from './scenarios/joined.ts';
import { kept } from './scenarios/kept.ts';
import { killed } from './scenarios/killed.ts';
import { nothingToScan } from './scenarios/nothing-to-scan.ts';
import { pinned } from './scenarios/pinned.ts';
import { poison } from './scenarios/poison.ts';
import { publishing } from './scenarios/publishing.ts';
import { samples } from './scenarios/samples.ts';
import { sandbox } from './scenarios/sandbox.ts';
import { settled } from './scenarios/settled.ts';
import { shapes } from './scenarios/shapes.ts';
import { told } from './scenarios/told.ts';
import { defaultAssembly } from './support/assembly.ts';
import type { Assembly } from './support/template.ts';

const SCENARIOS = [
  samples,
  shapes,
  nothingToScan,
  poison,
  brokenBodies,
  publishing,
  kept,
  pinned,
  hops,
  killed,
  sandbox,
  settled,
  told,
  joined,
  canary,
];

/** Tests at once: most of a test is waiting for polls. */
const CONCURRENCY = 3;

describe('S3 → SQS → Lambda → SNS, from the synthesised template', {
  concurrency: CONCURRENCY,
}, () => {
  let template: Assembly | undefined;
  before(async () => {
    template = await defaultAssembly();
  });
  const synthesised = (): Assembly => {
    if (template === undefined) throw new TypeError('not synthesised');
    return template;
  };
  for (const register of SCENARIOS) register(synthesised);
});
