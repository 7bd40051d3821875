// What a finding shows → the same in bounded bytes, so that any store can keep it: a log may make it many megabytes.

import type { Finding } from '../model/index.ts';
import { clampValue, type Limits } from './readable.ts';

/** Bytes of JSON that a store takes of a finding, or of one event's evidence; DynamoDB's items have 400 KB. */
export const MAX_SHOWN_BYTES = 256 * 1024;

/** From what is missed least to what is missed most; 8,192 characters are the longest command line of cmd.exe. */
const STEPS: readonly Limits[] = [
  { characters: 8_192, members: 50 },
  { characters: 2_048, members: 20 },
  { characters: 256, members: 20 },
  { characters: 64, members: 8 },
];

/** What identifies a finding is cut last: its id is of the whole. */
type Identity = Pick<
  Finding,
  'id' | 'rule' | 'tenant' | 'source' | 'day' | 'hostKey' | 'entityKey'
>;

/** The value itself if it fits, else with texts and lists cut as little as is enough. */
export function fitShown<T extends object>(shown: T): T {
  return shorten(shown, (limits) => clampMembers(shown, limits));
}

/** The same of a finding. */
export function fitFinding(finding: Finding): Finding {
  const { id, rule, tenant, source, day, hostKey, entityKey } = finding;
  const identity: Identity = { id, rule, tenant, source, day, hostKey, entityKey };
  const kept = shorten(finding, (limits) => ({ ...clampMembers(finding, limits), ...identity }));
  return bytesOf(kept) <= MAX_SHOWN_BYTES ? kept : fitShown(kept);
}

function shorten<T extends object>(whole: T, cut: (limits: Limits) => T): T {
  let fitted = whole;
  for (const limits of STEPS) {
    if (bytesOf(fitted) <= MAX_SHOWN_BYTES) return fitted;
    fitted = cut(limits);
  }
  return fitted;
}

/** Cutting changes lengths, never kinds: a text stays a text, a list a list. */
function clampMembers<T extends object>(value: T, limits: Limits): T {
  const cut: T = { ...value };
  for (const key in cut) cut[key] = clampValue(cut[key], limits);
  return cut;
}

function bytesOf(value: object): number {
  return Buffer.byteLength(JSON.stringify(value));
}
