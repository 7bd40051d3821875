// Members that may be unknown → an OCSF object of those that are known.

import type { JsonObject, JsonValue } from '../../model/index.ts';

/** Members by name; undefined = not known. */
export type Maybe = Readonly<Record<string, JsonValue | undefined>>;

/** The known members in their order; undefined where there are none. OCSF has no empty objects. */
export function known(members: Maybe): JsonObject | undefined {
  const entries: [string, JsonValue][] = [];
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) entries.push([name, value]);
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** A text; an empty one says nothing. */
export function text(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** A list; an empty one says nothing. */
export function list(values: readonly JsonValue[]): readonly JsonValue[] | undefined {
  return values.length === 0 ? undefined : values;
}

/** ISO-8601 → epoch ms, OCSF's timestamp. */
export function timestamp(time: string | undefined): number | undefined {
  const ms = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isFinite(ms) ? ms : undefined;
}

/** Whatever a log held, as JSON has it. */
export function asJson(value: unknown): JsonValue | undefined {
  const json: string | undefined = JSON.stringify(value);
  return json === undefined ? undefined : JSON.parse(json);
}
