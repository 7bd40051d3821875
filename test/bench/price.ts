// A source and MB/s of one core → USD of a raw TB as JSON, by what is paid for. Here, for the price list is the scripts'.

import {
  type CostData,
  type CostSource,
  figureOf,
  priceOf,
  readCostData,
} from '../../scripts/cost/figures.ts';
import { objectsUsd, stateUsd, storedUsd } from '../../scripts/cost/terms.ts';

/** As docs/cost.md counts them, as stored. */
const OBJECT_BYTES = 1e6;
const TERA = 1e12;
const MEGA = 1e6;
const MIB_A_GIB = 1_024;

/** The rate holds decompression already. */
function computeUsd(data: CostData, mbPerSecond: number): number {
  const gb = figureOf(data, 'scanMemoryMb') / MIB_A_GIB;
  return (TERA / (mbPerSecond * MEGA)) * gb * priceOf(data, 'lambdaGbSecond');
}

function sourceOf(data: CostData, name: string): CostSource {
  const source = data.sources[name];
  if (source !== undefined) return source;
  throw new TypeError(`scripts/cost/measured.yml has no source "${name}"`);
}

const [name = '', speed] = process.argv.slice(2);
const data = readCostData();
const source = sourceOf(data, name);
process.stdout.write(
  JSON.stringify({
    compute: computeUsd(data, Number(speed)),
    requests: objectsUsd(data, OBJECT_BYTES),
    state: stateUsd(data, source, OBJECT_BYTES).segments,
    stored: storedUsd(data, source).segments,
  }),
);
