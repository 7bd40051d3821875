// The local world: files, folders, globs, standard input, and a folder for what was rejected.

export { createArchiveFolder } from './archive-folder.ts';
export { fileObject, stdinObject } from './file-object.ts';
export { type FoundFile, type FoundFiles, findFiles, type PathProblem } from './find-files.ts';
export { MemoryFindings } from './memory-findings.ts';
export { createMemoryObjectLedger } from './memory-object-ledger.ts';
export { createMemoryPartialMatches, type MemoryPartialMatches } from './memory-partial-matches.ts';
export { MemoryProcesses } from './memory-processes.ts';
export { createMemorySegmentFiles } from './memory-segment-files.ts';
export { createMemoryState, type MemoryState } from './memory-state.ts';
export {
  createPlanDraft,
  type DraftRequest,
  type DraftTotals,
  type PlanDraft,
  type Undrafted,
} from './plan-draft.ts';
export { type OpenedPlan, openPlan, plannedObjects } from './replay-plan.ts';
export { createQuarantineFolder } from './quarantine-folder.ts';
export { spooled } from './spool.ts';
