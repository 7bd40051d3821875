// What is kept of records that could not be read: the file of an object, its caps, and what to do.

export { ADVICE, type Advice } from './advice.ts';
export {
  MAX_KEPT_BYTES,
  MAX_KEPT_RECORDS,
  MAX_POINTERS,
  QuarantineCollector,
} from './collector.ts';
export {
  bytesOf,
  type QuarantinedRecord,
  type QuarantineEntry,
  type QuarantinePlace,
  type QuarantinePointers,
  type QuarantineSummary,
} from './entry.ts';
export { QUARANTINE_SUFFIX, quarantineName } from './name.ts';
export { parseQuarantineLine } from './parse.ts';
