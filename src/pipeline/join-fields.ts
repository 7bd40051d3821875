// Which fields a join may fill, which of them travel together, and when an event has no value of its own.

import type { FieldReader } from '../model/index.ts';
import { isHostNamed, isProgramKnown } from '../source/index.ts';

/**
 * What a connection alone can say: its ends, its direction and its kind of event. No other event fills these, so that
 * whether a connection goes to 445 is known before any join.
 */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set([
  'DestinationIp',
  'DestinationPort',
  'DestinationPortName',
  'DestinationHostname',
  'DestinationIsIpv6',
  'SourceIp',
  'SourcePort',
  'SourcePortName',
  'SourceHostname',
  'SourceIsIpv6',
  'Initiated',
  'Protocol',
  'EventID',
  'EventType',
  'Channel',
  'Provider_Name',
  'UtcTime',
]);

/**
 * Fields that make sense only as one log states them: a status from here and a signer from there is a third program, a
 * name from here and a SID from there a third account.
 */
const GROUPS: readonly (readonly string[])[] = [
  ['User', 'UserSid'],
  ['SignatureStatus', 'Signature', 'Signed'],
  ['Hashes', 'Imphash', 'md5', 'sha1', 'sha256'],
];

const GROUP_OF: ReadonlyMap<string, readonly string[]> = new Map(
  GROUPS.flatMap((group) => group.map((field) => [field, group] as const)),
);

/** How every source says that nothing is known of a signature. */
const NO_STATUS = 'unavailable';

/** True unless only the connection itself can say it. */
export function isJoinable(field: string): boolean {
  return !CONNECTION_FIELDS.has(field);
}

/** The fields that are taken from one and the same event, the given one included. */
export function groupOf(field: string): readonly string[] {
  return GROUP_OF.get(field) ?? [field];
}

/** The field that stands for its group. */
export function headOf(field: string): string {
  return groupOf(field)[0] ?? field;
}

/** True if the event itself says something of the field's group, which no join then touches. */
export function hasOwnValue(event: FieldReader, field: string): boolean {
  if (field === 'Image') return isImage(event.field(field));
  if (field === 'Computer') return isHostNamed(event.field(field));
  const group = GROUP_OF.get(field);
  if (group === undefined) return isValue(event.field(field));
  const [head = field] = group;
  const isNoSignature = head === 'SignatureStatus' && isNoStatus(event.field(head));
  return !isNoSignature && group.some((name) => isValue(event.field(name)));
}

/** True if the value says something: no object, and neither absent, null, '' nor '-'. */
export function isValue(value: unknown): boolean {
  if (typeof value === 'string') {
    const word = value.trim();
    return word !== '' && word !== '-';
  }
  if (Array.isArray(value)) return value.some(isValue);
  return typeof value === 'number' || typeof value === 'boolean';
}

/** `<unknown process>`, however escaped, is no image. */
function isImage(value: unknown): boolean {
  return isProgramKnown({
    entityId: undefined,
    startTime: undefined,
    pid: undefined,
    image: value,
  });
}

function isNoStatus(value: unknown): boolean {
  const text = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof text === 'string' && text.trim().toLowerCase() === NO_STATUS;
}
