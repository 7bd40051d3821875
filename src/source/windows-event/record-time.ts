// Each shape's own time → the time of the record. Sysmon's UtcTime is only the last resort: on real hosts the network
// events' UtcTime ran hours from the log's own clock, and 221 of 513 connections "preceded" their process.

import type { JsonObject } from '../../model/index.ts';
import { type Path, parsePath, readPath } from '../path.ts';
import { knownText } from '../text.ts';
import { localToUtcMs, parseTime, timeMs } from '../time.ts';
import type { RecordTime } from './shape.ts';

const AT_TIMESTAMP = parsePath('@timestamp');
const EVENT_TIME = parsePath('EventTime');
const EVENT_RECEIVED_TIME = parsePath('EventReceivedTime');

/** Reads the first of the paths that holds a time. */
export function firstTime(...names: readonly string[]): (record: JsonObject) => RecordTime {
  const paths = names.map((from): readonly [string, Path] => [from, parsePath(from)]);
  return (record) => {
    for (const [from, path] of paths) {
      const value = readPath(record, path);
      const ms = timeMs(value);
      if (ms !== undefined) return { ms, text: knownText(value), from };
    }
    return { ms: undefined, text: undefined, from: undefined };
  };
}

const withoutEventTime = firstTime('@timestamp', 'UtcTime');

/**
 * NXLog writes EventTime in the host's local time without a zone. The zone is recovered from EventReceivedTime
 * (local too) and @timestamp (UTC), which note the same arrival within seconds; where that cannot be, @timestamp
 * (seconds late) stands in; without one EventTime is read as UTC.
 */
export function nxlogTime(record: JsonObject): RecordTime {
  const logged = readPath(record, EVENT_TIME);
  const local = parseTime(logged);
  // No text: the time of arrival must not become part of an identity.
  if (local === undefined) return { ...withoutEventTime(record), text: undefined };
  const event = { text: knownText(logged), from: 'EventTime' };
  if (local.hasZone) return { ...event, ms: local.ms };
  const arrivalMs = timeMs(readPath(record, AT_TIMESTAMP));
  const offsetMs = localToUtcMs(arrivalMs, timeMs(readPath(record, EVENT_RECEIVED_TIME)));
  const ms = offsetMs === undefined ? (arrivalMs ?? local.ms) : local.ms + offsetMs;
  return { ...event, ms };
}
