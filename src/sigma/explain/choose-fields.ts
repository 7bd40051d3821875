// An event that a rule matched → the fields by which a filter would let off just this.

import { type FieldReader, type DecidingTest, textOf } from '../../runtime/index.ts';

/** A field and the text it must equal. */
export type FieldText = readonly [field: string, text: string];

/** Who, where, with what and whereto: what tells one habit of a site from another, in the order people read it. */
const TELLING = [
  ...['Computer', 'User', 'Image', 'ParentImage', 'CommandLine', 'SourceImage', 'TargetImage'],
  ...['DestinationIp', 'DestinationHostname', 'DestinationPort', 'QueryName'],
  ...['ImageLoaded', 'TargetFilename', 'TargetObject', 'Details', 'PipeName', 'ServiceName'],
];

/** Longer ones (scripts) are left to the person who edits the filter, if there are others. */
const MAX_CHARACTERS = 2_000;

/** The telling fields that the event has, then those that made the rule match. */
export function chooseFields(
  event: FieldReader,
  held: readonly DecidingTest[],
): readonly FieldText[] {
  const names = new Set([...TELLING, ...held.flatMap(({ field }) => field ?? [])]);
  const found = [...names].flatMap((name): FieldText[] => {
    const text = scalarText(event.field(name));
    return text === undefined || text === '' || name.includes('|') ? [] : [[name, text]];
  });
  const short = found.filter(([, text]) => text.length <= MAX_CHARACTERS);
  return short.length > 0 ? short : found;
}

/** Of an array the first member that has a text: any member may hold. */
function scalarText(value: unknown): string | undefined {
  const members: readonly unknown[] = Array.isArray(value) ? value : [value];
  return members.map(textOf).find((text) => text !== undefined);
}
