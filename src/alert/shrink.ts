// A body that is too long to be sent → one that is not, always the same one, which says what was shortened.

import { escapeJson, isJsonObject, type JsonObject, type JsonValue } from '../model/index.ts';
import { clamp, type Limits } from './clamp.ts';

/** What can be shortened says so. */
interface Shortened {
  /** Dotted names of what was shortened. */
  readonly truncated: readonly string[];
}

/** One step: shorten what stands under `at`. */
export interface Step extends Limits {
  readonly at: readonly string[];
}

/**
 * The JSON of the message in at most `maxBytes` by `bytesOf`: whole if it fits, else after as few steps as do, or after
 * all.
 */
export function fitBody(
  message: Shortened,
  steps: readonly Step[],
  maxBytes: number,
  bytesOf: (body: string) => number,
): string {
  let json = JSON.stringify(message);
  let payload: JsonObject | undefined;
  const cut = new Set<string>();
  for (const { at, ...limits } of steps) {
    if (mayFit(json, maxBytes) && bytesOf(escapeJson(json)) <= maxBytes) break;
    const whole: JsonObject = payload ?? JSON.parse(json);
    payload = { ...clampAt(whole, at, limits, [], cut), truncated: [...cut].sort() };
    json = JSON.stringify(payload);
  }
  return escapeJson(json);
}

/** False where no escaping or counting is needed to know: a log can make a finding of many megabytes. */
function mayFit(json: string, maxBytes: number): boolean {
  return json.length <= maxBytes;
}

/** The object with the member under the names `at` shortened, if it has one. */
function clampAt(
  object: JsonObject,
  [name, ...rest]: readonly string[],
  limits: Limits,
  path: readonly string[],
  cut: Set<string>,
): JsonObject {
  const member = name === undefined ? undefined : object[name];
  if (name === undefined || member === undefined) return object;
  const place = [...path, name];
  const shortened: JsonValue =
    rest.length > 0 && isJsonObject(member)
      ? clampAt(member, rest, limits, place, cut)
      : clamp(member, limits, place.join('.'), cut);
  return { ...object, [name]: shortened };
}
