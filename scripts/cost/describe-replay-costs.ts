// Prices and measured figures → src/replay/cost-data.ts, what replays reckon with: stated once, in the YAML.

import { type CostData, figureOf, priceOf } from './figures.ts';

const PRICES = [
  ...['s3Get', 's3GetIa', 's3GetGlacierIr', 's3Put', 'retrievalIa', 'retrievalGlacierIr'],
  ...['lambdaGbSecond', 'lambdaRequest', 'stateTransition', 'dynamoWrite', 'transferOut'],
];
const FIGURES = [
  ...['scanMemoryMb', 'decodeMbPerSecond', 'objectOverheadMs', 'compression'],
  ...['findingWriteUnits', 'findingPuts'],
];

/** The module. */
export function describeReplayCosts(data: CostData): string {
  const prices = PRICES.map((name) => `  ${name}: ${priceOf(data, name)},`);
  const figures = FIGURES.map((name) => `  ${name}: ${figureOf(data, name)},`);
  const speeds = Object.entries(data.sources).map(
    ([id, { recordBytes, recordsPerSecond }]) =>
      `  ${/^\w+$/.test(id) ? id : `'${id}'`}: { recordBytes: ${recordBytes}, recordsPerSecond: ${recordsPerSecond} },`,
  );
  return `// Written by scripts/gen-docs.ts from scripts/cost/prices.yml and measured.yml; edit those. docs/cost.md says where each is from.

/** The day and region of the prices. */
export const PRICED = { date: '${data.priced.date}', region: '${data.priced.region}' } as const;

/** USD of one unit. */
export const PRICES = {
${prices.join('\n')}
} as const;

/** Figures, by the names that docs/cost.md has. */
export const FIGURES = {
${figures.join('\n')}
} as const;

/** By source: the length of a record in bytes, and records a second of one processor. */
export const SPEEDS: Readonly<
  Record<string, { readonly recordBytes: number; readonly recordsPerSecond: number }>
> = {
${speeds.join('\n')}
};
`;
}
