// An event of a process → the key under which its start is found, and what a start offers to the others.

import type { JoinOffer } from '../model/index.ts';
import { NO_HOST } from './host-key.ts';
import { instanceKeyOf, type ProcessClaim } from './process-claim.ts';

/** Fields of a process start that hold for every later event of the process. */
export const PROCESS_FIELDS = [
  'Image',
  'CommandLine',
  'CurrentDirectory',
  'OriginalFileName',
  'FileVersion',
  'Description',
  'Product',
  'Company',
  'Hashes',
  'Signed',
  'Signature',
  'SignatureStatus',
  'User',
  'UserSid',
  'IntegrityLevel',
  'ProcessId',
  'ParentProcessGuid',
  'ParentProcessId',
  'ParentImage',
  'ParentCommandLine',
  'ParentUser',
] as const;

/** Key of something on a host, or of a file wherever it lies. JSON: no part can spell another key. */
export function joinKey(kind: 'process' | 'file' | 'host', ...parts: readonly string[]): string {
  return JSON.stringify([kind, ...parts]);
}

/**
 * The id of the process that a key of its log is made of; undefined for the key of something else, and null where the key
 * of a process is made of no id.
 */
export function processIdOf(key: string): string | null | undefined {
  const [kind, , instance]: readonly string[] = JSON.parse(key);
  if (kind !== 'process' || instance === undefined) return undefined;
  return isEntityId(instance) ? instance : null;
}

/** True for what {@link entityKeyOf} makes of an id, false for what it makes of a pid or an image. */
export function isEntityId(entityKey: string): boolean {
  return !entityKey.startsWith('pid:') && !entityKey.startsWith('img:');
}

/** What the row of a host offers, under the host's key: its name, and nothing of its processes. */
export const HOST_FIELDS = ['Computer'];

/** True for the key of a host, which all its processes share. */
export function isHostKey(key: string): boolean {
  return key.startsWith('["host",');
}

/**
 * Key of the process instance of an event; undefined where the log names none for certain, and where it names no host:
 * the ids of most sensors are counted per host, and another's start must not complete this host's connection.
 */
export function processKey(hostKey: string, claim: ProcessClaim): string | undefined {
  const instance = hostKey === NO_HOST ? undefined : instanceKeyOf(claim);
  return instance === undefined ? undefined : joinKey('process', hostKey, instance);
}

/** What a process start offers. */
export function startOffer(key: string | undefined): JoinOffer | undefined {
  return key === undefined ? undefined : { key, fields: PROCESS_FIELDS };
}
