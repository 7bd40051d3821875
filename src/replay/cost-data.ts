// Written by scripts/gen-docs.ts from scripts/cost/prices.yml and measured.yml; edit those. docs/cost.md says where each is from.

/** The day and region of the prices. */
export const PRICED = { date: '2026-11-24', region: 'us-east-1' } as const;

/** USD of one unit. */
export const PRICES = {
  s3Get: 4e-7,
  s3GetIa: 0.000001,
  s3GetGlacierIr: 0.00001,
  s3Put: 0.000005,
  retrievalIa: 0.01,
  retrievalGlacierIr: 0.03,
  lambdaGbSecond: 0.0000133334,
  lambdaRequest: 2e-7,
  stateTransition: 0.000025,
  dynamoWrite: 6.25e-7,
  transferOut: 0.09,
} as const;

/** Figures, by the names that docs/cost.md has. */
export const FIGURES = {
  scanMemoryMb: 1769,
  decodeMbPerSecond: 1050,
  objectOverheadMs: 30,
  compression: 10,
  findingWriteUnits: 16.5,
  findingPuts: 2,
} as const;

/** By source: the length of a record in bytes, and records a second of one processor. */
export const SPEEDS: Readonly<
  Record<string, { readonly recordBytes: number; readonly recordsPerSecond: number }>
> = {
  sysmon: { recordBytes: 1754, recordsPerSecond: 48914 },
  'windows-security': { recordBytes: 1016, recordsPerSecond: 61166 },
  'elastic-defend': { recordBytes: 1886, recordsPerSecond: 45286 },
  'crowdstrike-fdr': { recordBytes: 690, recordsPerSecond: 140619 },
  limacharlie: { recordBytes: 890, recordsPerSecond: 88438 },
  'microsoft-defender': { recordBytes: 1577, recordsPerSecond: 124655 },
  sentinelone: { recordBytes: 1671, recordsPerSecond: 50986 },
  'carbon-black-cloud': { recordBytes: 1229, recordsPerSecond: 77809 },
  harfanglab: { recordBytes: 801, recordsPerSecond: 75445 },
  'cortex-xdr': { recordBytes: 1229, recordsPerSecond: 61966 },
  ocsf: { recordBytes: 2198, recordsPerSecond: 40677 },
};
