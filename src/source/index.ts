// Parsed records → events in Sigma's words, whichever EDR wrote them.

export {
  type FieldRow,
  type FieldTable,
  type FieldType,
  isSourceId,
  type Joins,
  SOURCE_IDS,
  type SourceAdapter,
  type SourceId,
  type SourceNotes,
  type TransportField,
} from './adapter.ts';
export { describeSources, type RuleFeed, type SourceFeed } from './describe.ts';
export { isHostNamed } from './host-name.ts';
export { HOST_FIELDS, isEntityId, isHostKey, PROCESS_FIELDS, processIdOf } from './join.ts';
export { ATTRIBUTED_FIELD, attributedText, isProgramKnown } from './process-claim.ts';
export { logsourceApplies } from './logsource-applies.ts';
export {
  createRegistry,
  listSources,
  type Registry,
  type RegistryOptions,
  type SourceReading,
} from './registry.ts';
export { type KindTraits, type SourceScreen, VERBATIM_NUMBERS } from './screen.ts';
export { type SourceJoin, sourceJoins } from './source-join.ts';
