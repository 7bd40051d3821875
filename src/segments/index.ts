// Starts that nobody asks for yet, in files: written by scans, merged and searched by settle (docs/design/segments.md).

export { countEntry, fitsSegment, marksOf, wantedEntry, wantedUnder } from './count-entries.ts';
export { countNameOf, countNameText, nextTo } from './count-name.ts';
export { compactSegments, type CompactReport } from './compact.ts';
export {
  type Asking,
  askingEntries,
  type Found,
  partialEntry,
  type SegmentEntry,
  startEntry,
  type StartOffers,
} from './entries.ts';
export { SegmentError } from './errors.ts';
export { countDueSegments, type DueDeps, judgeDueSegments } from './judge-due.ts';
export { FooterCache } from './footer-cache.ts';
export { groupName, startName } from './names.ts';
export { findsRoom, type ObjectSegment, writeObjectSegment } from './object-segment.ts';
export type { Sight } from './sight.ts';
export { type PromoteDeps, type PromoteReport, promoteSegments } from './promote.ts';
