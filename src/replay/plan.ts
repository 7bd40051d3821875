// What is said of a plan beside its manifest. Written once, with the manifest; neither is changed afterwards.

/** Names the form of `plan.json`; another form is refused. */
export const PLAN_FORMAT = 'sigma-lambda/replay-plan/1';

/** Files of a plan, in its folder or under its prefix. */
export const PLAN_FILE = 'plan.json';
/** One {@link PlannedObject} a line, by index. */
export const MANIFEST_FILE = 'objects.jsonl';
/** The same of objects that cannot be read before they are restored; they are not in the manifest. */
export const NEEDS_RESTORE_FILE = 'needs-restore.jsonl';

/** Objects and their bytes as stored. */
export interface Volume {
  readonly objects: number;
  readonly bytes: number;
}

/** Where the objects were listed. */
export type PlanPlace =
  | { readonly kind: 's3'; readonly bucket: string; readonly prefix: string }
  | {
      readonly kind: 'inventory';
      readonly manifest: string;
      readonly bucket: string;
      readonly prefix: string;
    }
  | { readonly kind: 'gaps'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'folder'; readonly path: string };

/** A plan. */
export interface ReplayPlan extends Volume {
  readonly format: typeof PLAN_FORMAT;
  /** `p1_` and 27 characters: of tenant, source and manifest. The same objects make the same plan. */
  readonly id: string;
  /** ISO-8601 UTC. */
  readonly created: string;
  readonly place: PlanPlace;
  /** Objects put at or after, and before; epoch ms. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
  /** Whose logs these are: part of every finding id. */
  readonly tenant: string;
  /** The only source that is recognised. @default each record's own */
  readonly source?: string;
  readonly byStorageClass: Readonly<Record<string, Volume>>;
  readonly needsRestore: Volume;
  /** SHA-256 of {@link MANIFEST_FILE}, in hex. */
  readonly manifestSha256: string;
  readonly estimate: PlanEstimate;
}

/** What a run of the plan takes, and how that is known. */
export interface PlanEstimate {
  /** Objects that were read for it, evenly spread over the plan. 0 = nothing is known of records. */
  readonly sampled: number;
  readonly records?: number;
  /** Bytes when decompressed. */
  readonly rawBytes?: number;
  /** Times the objects are read: between 1 and 2, as the sample says. */
  readonly passes: number;
  readonly lines: readonly CostLine[];
  /** Sums of the lines. */
  readonly lowUsd: number;
  readonly highUsd: number;
}

/** One thing that is paid for. */
export interface CostLine {
  /** `S3 GET`, `Lambda`, `DynamoDB writes` … */
  readonly what: string;
  /** How much of it, as expected. */
  readonly quantity: number;
  /** `requests`, `GB-s` … */
  readonly unit: string;
  /** For one unit, as in the price list that the documentation names. */
  readonly usdPerUnit: number;
  readonly lowUsd: number;
  readonly highUsd: number;
}
