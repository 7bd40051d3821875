// A record of any source → its events, or that no source knows it, or that several claim it.

import type { JsonObject, LogEvent } from '../model/index.ts';
import type { SourceAdapter, SourceEvents, SourceId, SourceReader } from './adapter.ts';
import { CARBON_BLACK_CLOUD } from './carbon-black-cloud/adapter.ts';
import { CORTEX_XDR } from './cortex-xdr/adapter.ts';
import { CROWDSTRIKE_FDR } from './crowdstrike-fdr/adapter.ts';
import { ELASTIC_DEFEND } from './elastic-defend/adapter.ts';
import { HARFANGLAB } from './harfanglab/adapter.ts';
import { LIMACHARLIE } from './limacharlie/adapter.ts';
import { MICROSOFT_DEFENDER } from './microsoft-defender/adapter.ts';
import { OCSF } from './ocsf/adapter.ts';
import { SENTINELONE } from './sentinelone/adapter.ts';
import { SYSMON } from './sysmon/adapter.ts';
import { type WindowsAdapter, windowsReader } from './windows-event/adapter.ts';
import { WINDOWS_EVENTLOG } from './windows-eventlog/adapter.ts';
import { WINDOWS_SECURITY, WINDOWS_SECURITY_MAPPED } from './windows-security/adapter.ts';

/** Options of {@link createRegistry}. */
export interface RegistryOptions {
  /** Only this source is asked; what it does not recognise stays unrecognised. @default all */
  readonly only?: SourceId | undefined;
  /** Read Security 4688 and 5156 also as process_creation and network_connection. @default false */
  readonly mapSecurityEvents?: boolean | undefined;
}

/** What became of a record. */
export type SourceReading =
  | {
      readonly kind: 'events';
      readonly source: SourceId;
      readonly events: readonly LogEvent[];
    }
  | { readonly kind: 'unrecognised' }
  | { readonly kind: 'ambiguous'; readonly sources: readonly SourceId[] };

/** Reads records of all sources, each by the evidence in it. */
export interface Registry {
  /** Total: never throws, whatever the record holds. Events read their fields from the record when asked. */
  read(record: JsonObject): SourceReading;
}

/** The sources whose records share no look with another's. */
const OTHERS: readonly SourceAdapter[] = [
  ELASTIC_DEFEND,
  CROWDSTRIKE_FDR,
  LIMACHARLIE,
  MICROSOFT_DEFENDER,
  SENTINELONE,
  CARBON_BLACK_CLOUD,
  HARFANGLAB,
  CORTEX_XDR,
  OCSF,
];

const UNRECOGNISED: SourceReading = { kind: 'unrecognised' };

/** All sources, as their adapters. */
export function listSources(options: RegistryOptions = {}): readonly SourceAdapter[] {
  return [...windowsSources(options), ...OTHERS].filter(isWanted(options));
}

/**
 * A registry. Every source is asked about every record: the answer must not depend on the record before, and two
 * that claim one record are reported, never guessed between.
 */
export function createRegistry(options: RegistryOptions = {}): Registry {
  const windows = windowsReader(windowsSources(options).filter(isWanted(options)));
  const others = OTHERS.filter(isWanted(options)).map(adapterReader);
  const readers: readonly SourceReader[] = [windows, ...others];
  return { read: (record) => readRecord(readers, record) };
}

function windowsSources(options: RegistryOptions): readonly WindowsAdapter[] {
  const security = options.mapSecurityEvents === true ? WINDOWS_SECURITY_MAPPED : WINDOWS_SECURITY;
  return [SYSMON, security, WINDOWS_EVENTLOG];
}

function isWanted({ only }: RegistryOptions): (adapter: SourceAdapter) => boolean {
  return ({ id }) => only === undefined || id === only;
}

function adapterReader(adapter: SourceAdapter): SourceReader {
  return (record) =>
    adapter.recognise(record)
      ? { source: adapter.id, events: adapter.toEvents(record) }
      : undefined;
}

function readRecord(readers: readonly SourceReader[], record: JsonObject): SourceReading {
  let claim: SourceEvents | undefined;
  for (const read of readers) {
    const next = read(record);
    if (next === undefined) continue;
    if (claim !== undefined) return reportAmbiguous(readers, record);
    claim = next;
  }
  return claim === undefined ? UNRECOGNISED : { kind: 'events', ...claim };
}

function reportAmbiguous(readers: readonly SourceReader[], record: JsonObject): SourceReading {
  return { kind: 'ambiguous', sources: readers.flatMap((read) => read(record)?.source ?? []) };
}
