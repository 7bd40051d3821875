// A mapped finding → OCSF's observables: where in it the values stand that people look for elsewhere.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';

/** Where, and what it is. Numbers and captions as in OCSF's dictionary. */
const PATHS: readonly (readonly [path: string, typeId: number, type: string])[] = [
  ['device.hostname', 1, 'Hostname'],
  ['evidences[].dst_endpoint.hostname', 1, 'Hostname'],
  ['evidences[].src_endpoint.ip', 2, 'IP Address'],
  ['evidences[].dst_endpoint.ip', 2, 'IP Address'],
  ['evidences[].actor.user.name', 4, 'User Name'],
  ['evidences[].actor.user.uid', 31, 'User uid'],
  ['evidences[].actor.process.cmd_line', 13, 'Command Line'],
  ['evidences[].actor.process.file.path', 45, 'File Path'],
  ['evidences[].actor.process.file.hashes[].value', 8, 'Hash'],
  ['evidences[].file.path', 45, 'File Path'],
  ['evidences[].file.hashes[].value', 8, 'Hash'],
];

/** Each value with its place in the object, as `evidences[0].dst_endpoint.ip`. */
export function observablesOf(mapped: JsonObject): readonly JsonObject[] {
  return PATHS.flatMap(([path, typeId, type]) =>
    valuesAt(mapped, path.split('.'), '').map(({ name, value }) => ({
      name,
      type_id: typeId,
      type,
      value,
    })),
  );
}

interface Placed {
  readonly name: string;
  readonly value: string;
}

function valuesAt(
  value: JsonValue | undefined,
  steps: readonly string[],
  name: string,
): readonly Placed[] {
  const [step, ...rest] = steps;
  if (step === undefined) return typeof value === 'string' ? [{ name, value }] : [];
  if (!isJsonObject(value)) return [];
  const isList = step.endsWith('[]');
  const key = isList ? step.slice(0, -2) : step;
  const place = name === '' ? key : `${name}.${key}`;
  const member = getOwn(value, key);
  if (!isList) return valuesAt(member, rest, place);
  const members: readonly JsonValue[] = Array.isArray(member) ? member : [];
  return members.flatMap((item, index) => valuesAt(item, rest, `${place}[${index}]`));
}
