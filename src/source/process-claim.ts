// What an event says of its process → the key of that process, and whether the program is known at all.

import { knownText } from './text.ts';

/** The process as an event states it, each part as logged and possibly absent or wrong. */
export interface ProcessClaim {
  /** The vendor's id of the process instance, in the source's normal form. */
  readonly entityId: string | undefined;
  /** When the process started, as logged, where the event carries it. */
  readonly startTime: unknown;
  readonly pid: unknown;
  readonly image: unknown;
}

const UNKNOWN = '<unknown process>';

/** Room for the words with both angles escaped several times over; a longer text is a path. */
const MAX_UNKNOWN_CHARACTERS = 96;

/** Pid of the Windows kernel ("System"). */
const SYSTEM_PID = '4';

/** A pid in decimal, from a number, its text, or Windows' `0x1d20`. Undefined for anything else, and for 0. */
export function decimalPid(value: unknown): string | undefined {
  const text = knownText(value);
  if (text === undefined || !/^(?:\d{1,15}|0x[0-9a-f]{1,12})$/i.test(text)) return undefined;
  const pid = Number(text);
  return pid === 0 ? undefined : String(pid);
}

/** An entity id, or undefined where the log means "none": '', '-', '0', an all-zero GUID, null. */
export function entityIdOf(value: unknown): string | undefined {
  const text = knownText(value);
  return text === undefined || /^[{}0-]+$/.test(text) ? undefined : text;
}

/** A Windows GUID in its normal form: lower case without braces. Undefined where it stands for none. */
export function guidOf(value: unknown): string | undefined {
  return entityIdOf(value)
    ?.replace(/^\{|\}$/g, '')
    .toLowerCase();
}

/**
 * The part of {@link entityKeyOf} that names one process instance wherever it is seen: two events that share it speak
 * of the same process. A pid comes back, so alone it does not; neither does an image.
 */
export function instanceKeyOf(claim: ProcessClaim): string | undefined {
  if (claim.entityId !== undefined) return claim.entityId;
  const pid = decimalPid(claim.pid);
  const startTime = knownText(claim.startTime);
  return pid === undefined || startTime === undefined ? undefined : `pid:${pid}@${startTime}`;
}

/**
 * The key of the process instance: its entity id; else `pid:<pid>@<start>` where the event carries the start; else
 * `img:<image>|pid:<pid or ->`. Undefined for an event that names no process.
 */
export function entityKeyOf(claim: ProcessClaim): string | undefined {
  const instance = instanceKeyOf(claim);
  if (instance !== undefined) return instance;
  const pid = decimalPid(claim.pid);
  const image = knownText(claim.image);
  if (image === undefined && pid === undefined) return undefined;
  return `img:${image ?? '-'}|pid:${pid ?? '-'}`;
}

/**
 * False where no program is named. Pid 4 without an image is the kernel, so known; but `<unknown process>` stays
 * unknown whatever the pid: Sysmon writes it with pid 4 for programs that it failed to look up.
 */
export function isProgramKnown(claim: ProcessClaim): boolean {
  const image = typeof claim.image === 'number' ? undefined : knownText(claim.image);
  if (image === undefined) return decimalPid(claim.pid) === SYSTEM_PID;
  const isPath = image.length > MAX_UNKNOWN_CHARACTERS || !/^[<&]/.test(image);
  return isPath || unescapeAngles(image.toLowerCase()) !== UNKNOWN;
}

/** What {@link isProgramKnown} says of a connection, as a field that rules can read. No log has it under this name. */
export const ATTRIBUTED_FIELD = 'Attributed';

/** The value of {@link ATTRIBUTED_FIELD}; undefined for what is no connection. */
export function attributedText(isConnection: boolean, isAttributed: boolean): string | undefined {
  return isConnection ? String(isAttributed) : undefined;
}

/** Undoes HTML escaping of `<` and `>`, also where a pipeline escaped twice. */
function unescapeAngles(text: string): string {
  return text
    .replace(/&(?:amp;)*(?:lt|#0*60|#x0*3c);/g, '<')
    .replace(/&(?:amp;)*(?:gt|#0*62|#x0*3e);/g, '>');
}
