// A body that is too long to be sent → one that is not, always the same one, which says what was shortened.

import { escapeJson, isJsonObject, type JsonObject, type JsonValue } from '../model/index.ts';
import { clamp, type Limits } from './clamp.ts';
import type { FindingMessage } from './finding-message.ts';

/** One step: shorten what stands under `at`. */
interface Step extends Limits {
  readonly at: readonly string[];
}

/**
 * From what is missed least to what is missed most; title, text and ids never. Each bound leaves what still
 * helps: 8,192 characters are the longest command line that cmd.exe takes. After the last step a body has at
 * most 200,000 bytes, whatever the finding held: no text of it is longer than 64 units of at most 6 bytes, no
 * list longer than 8.
 */
const STEPS: readonly Step[] = [
  { at: ['finding', 'matched'], characters: 2_048, members: 50, depth: 8 },
  { at: ['guide'], characters: 500, members: 20, depth: 1 },
  { at: ['finding', 'process'], characters: 8_192, members: 20, depth: 1 },
  { at: ['finding', 'matched'], characters: 256, members: 20, depth: 2 },
  { at: ['finding', 'process'], characters: 1_024, members: 20, depth: 1 },
  { at: ['finding'], characters: 256, members: 20, depth: 2 },
  { at: ['guide'], characters: 200, members: 5, depth: 1 },
  { at: ['finding'], characters: 64, members: 8, depth: 1 },
];

/** The JSON of the message in at most `maxBytes` by `bytesOf`: whole if it fits, else after as few steps as do. */
export function fitBody(
  message: FindingMessage,
  maxBytes: number,
  bytesOf: (body: string) => number,
): string {
  let json = JSON.stringify(message);
  let payload: JsonObject | undefined;
  const cut = new Set<string>();
  for (const { at, ...limits } of STEPS) {
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
