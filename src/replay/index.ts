// Replays: objects of the past, scanned with the rules of today. Pure of I/O: files, S3 and workers are given.

export {
  plannedName,
  type PlannedFile,
  type PlannedObject,
  type PlannedS3Object,
} from './planned-object.ts';
export {
  type CostLine,
  MANIFEST_FILE,
  NEEDS_RESTORE_FILE,
  PLAN_FILE,
  PLAN_FORMAT,
  type PlanEstimate,
  type PlanPlace,
  type ReplayPlan,
  type Volume,
} from './plan.ts';
export {
  type FoundFate,
  type FoundLine,
  type ObjectFate,
  type ObjectResult,
  type RejectedRecord,
  REPLAY_PASSES,
  type ReplayPass,
  type RunSettings,
} from './results.ts';
export { type FindOptions, findPass, type FindSink, type FoundInObject } from './find-pass.ts';
export { type HeldWithOffers, type ReplayHeld, wantedByPartials } from './held.ts';
export { type JudgeOptions, ReplayJudge } from './judge.ts';
export { createPassDeps, type PassDeps, type ReplayRules } from './pass-deps.ts';
export { startsPass, type StartsSink } from './starts-pass.ts';
export { Wanted, wantedFrom, type WantedName } from './wanted.ts';
export { type BatchItem, parseBatchItem, type UnreadableItem } from './batch-item.ts';
export { PlanError } from './errors.ts';
export { MAX_LINE_CHARACTERS, manifestLine, parseManifestLine } from './manifest-line.ts';
export { parsePlan } from './parse-plan.ts';
export { type PlanIdentity, planIdOf } from './plan-id.ts';
export { needsRestore, STANDARD, type StoredAs } from './storage-class.ts';
export type { ProblemGroup } from './problem-groups.ts';
export {
  diffFindings,
  isChanged,
  type RuleChange,
  type RuleDiff,
  type RulesetDiff,
  type RulesetFound,
} from './diff.ts';
export {
  type FoundCounts,
  MAX_REPORTED,
  type RejectingObject,
  type ReplayReport,
  ReportBuilder,
  type RuleReport,
} from './report.ts';
export { FIGURES, PRICED, PRICES, SPEEDS } from './cost-data.ts';
export {
  BATCH,
  batchesOf,
  type Estimated,
  estimatePlan,
  itemsPerBatch,
  type ReadingTime,
  readingTime,
  RUN_PLACES,
  type RunPlace,
  type Sampled,
} from './estimate.ts';
