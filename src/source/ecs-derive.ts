// Elastic Common Schema's values → Sigma's, where they are put together differently.

import { getOwn, isJsonObject, type JsonObject, type JsonValue } from '../model/index.ts';
import { parsePath, readPath } from './path.ts';
import { accountText, knownText } from './text.ts';

const USER_DOMAIN = parsePath('user.domain');
const USER_NAME = parsePath('user.name');
const NETWORK_DIRECTION = parsePath('network.direction');

/** ECS's directions, today's and those of older agents. `internal`, `external`, `unknown` say nothing of the kind. */
const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['egress', 'true'],
  ['outbound', 'true'],
  ['outgoing', 'true'],
  ['ingress', 'false'],
  ['inbound', 'false'],
  ['incoming', 'false'],
]);

/** In the order in which Sysmon writes them. */
const ALGORITHMS = ['sha1', 'md5', 'sha256', 'imphash'];

/** `domain\name` of user.*. */
export function ecsUser(record: JsonObject): string | undefined {
  return accountText(readPath(record, USER_DOMAIN), readPath(record, USER_NAME));
}

/** Sigma's Initiated by network.direction: 'true' for a connection that this host opened. */
export function ecsInitiated(record: JsonObject): string | undefined {
  const direction = knownText(readPath(record, NETWORK_DIRECTION));
  return direction === undefined ? undefined : DIRECTIONS.get(direction.toLowerCase());
}

/** `{sha1, md5, …}` → `SHA1=…,MD5=…` as Sysmon writes it. What is no hexadecimal text is left out. */
export function hashesText(hashes: JsonValue | undefined): string | undefined {
  if (hashes === undefined || !isJsonObject(hashes)) return undefined;
  const parts = ALGORITHMS.flatMap((algorithm) => {
    const digits = knownText(getOwn(hashes, algorithm));
    // Also keeps a comma in a value from adding a hash of its own.
    if (digits === undefined || !/^[0-9a-f]{32,128}$/i.test(digits)) return [];
    return [`${algorithm.toUpperCase()}=${digits.toUpperCase()}`];
  });
  return parts.length === 0 ? undefined : parts.join(',');
}
