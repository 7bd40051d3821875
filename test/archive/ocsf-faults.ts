// A JSON value → where it is not what our table of OCSF asks for.

import {
  type AttributeType,
  DETECTION_FINDING,
  OBJECTS,
  type ObjectRow,
} from './ocsf-attributes.ts';

/** Places with what is wrong there; empty = none. */
export function ocsfFaults(value: unknown): readonly string[] {
  return objectFaults(value, DETECTION_FINDING, '$');
}

function objectFaults(value: unknown, row: ObjectRow, place: string): readonly string[] {
  if (!isObject(value)) return [`${place}: no object`];
  const names = Object.keys(value);
  return [
    ...row.required
      .filter((name) => !names.includes(name))
      .map((name) => `${place}.${name}: missing`),
    ...(row.atLeastOne === undefined || row.atLeastOne.some((name) => names.includes(name))
      ? []
      : [`${place}: none of ${row.atLeastOne.join(', ')}`]),
    ...names.flatMap((name) =>
      attributeFaults(value[name], row.attributes[name], `${place}.${name}`),
    ),
    ...enumFaults(value, row, place),
  ];
}

function attributeFaults(
  value: unknown,
  type: AttributeType | undefined,
  place: string,
): readonly string[] {
  if (type === undefined) return [`${place}: not in the table`];
  if (value === undefined || value === null) return [`${place}: nothing`];
  if (type === 'any') return [];
  if (type.startsWith('object[]:')) return listFaults(value, type.slice('object[]:'.length), place);
  if (type.startsWith('object:')) {
    return objectFaults(value, rowOf(type.slice('object:'.length)), place);
  }
  return isScalar(value, type) ? [] : [`${place}: ${JSON.stringify(value)} is no ${type}`];
}

function listFaults(value: unknown, object: string, place: string): readonly string[] {
  if (!Array.isArray(value) || value.length === 0) return [`${place}: no list, or an empty one`];
  return value.flatMap((item, index) => objectFaults(item, rowOf(object), `${place}[${index}]`));
}

function isScalar(value: unknown, type: AttributeType): boolean {
  if (type === 'string[]')
    return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (type === 'timestamp' || type === 'integer') return Number.isSafeInteger(value);
  return typeof value === type;
}

function enumFaults(
  value: Readonly<Record<string, unknown>>,
  { enums = {}, siblings = {} }: ObjectRow,
  place: string,
): readonly string[] {
  return Object.entries(enums).flatMap(([name, captions]) => {
    if (!Object.hasOwn(value, name)) return [];
    const number = Number(value[name]);
    const caption = captions[number];
    const sibling = siblings[name] ?? '';
    if (caption === undefined) return [`${place}.${name}: ${number} is not in the enumeration`];
    const isSaid = caption === '' || value[sibling] === undefined || value[sibling] === caption;
    return isSaid ? [] : [`${place}.${sibling}: expected ${caption}`];
  });
}

function rowOf(object: string): ObjectRow {
  const row = OBJECTS[object];
  if (row === undefined) throw new TypeError(`no row for ${object}`);
  return row;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
