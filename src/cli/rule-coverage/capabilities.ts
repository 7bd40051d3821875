// A source → which logsources its events have, and which fields they can have there.

import type { Logsource } from '../../model/index.ts';
import {
  ATTRIBUTED_FIELD,
  listSources,
  type SourceAdapter,
  type SourceId,
} from '../../source/index.ts';
import { CONNECTION_LACKS } from './connection-lacks.ts';
import { isJoinedField } from './joined-fields.ts';
import { type CategoryFields, FDR_FIELDS, FDR_OWN_NAMES, LIMA_FIELDS } from './sensor-fields.ts';
import { isSysmonField, SYSMON_CATEGORIES, sysmonFields } from './sysmon-schema.ts';

/**
 * Where a field comes from: a row of the source's table, worked out by it, or handed on under the vendor's own name
 * if the event has such a field. `joined`: the event lacks it, and another event of the process, or of its file, can
 * fill it. `none`: never there.
 */
export type Supply = 'table' | 'derived' | 'passed' | 'joined' | 'none';

/** What a source can bring to a rule. */
export interface Capability {
  readonly source: SourceId;
  /** True if a rule of that logsource can run on an event of this source. */
  supports(logsource: Logsource): boolean;
  supply(field: string, logsource: Logsource): Supply;
}

/** What differs between sources. `passes` is asked about fields that no table names. */
interface Profile {
  supports(logsource: Logsource): boolean;
  passes(field: string, logsource: Logsource): boolean;
  /** True for a field of a table that events of that logsource lack all the same. */
  lacks?(field: string, logsource: Logsource): boolean;
}

const POWERSHELL = ['ps_module', 'ps_script', 'ps_classic_start', 'ps_classic_provider_start'];
const EVENTLOG_CATEGORIES = [...POWERSHELL, 'ps_classic_script'];
const MAPPED_CATEGORIES = ['process_creation', 'network_connection'];
const REGISTRY_CATEGORIES = ['event', 'add', 'delete', 'rename', 'set'].map(
  (change) => `registry_${change}`,
);
const ELASTIC_CATEGORIES = [
  ...['process_creation', 'process_termination', 'dns_query', 'network_connection'],
  ...['file_delete', 'file_rename', 'file_access', 'file_event', 'driver_load', 'image_load'],
  ...REGISTRY_CATEGORIES,
];
/** Systems that most agents run on. */
const SYSTEMS = ['windows', 'linux', 'macos'];
const PROCESS_CATEGORIES = ['process_creation', 'process_termination'];
const CARBON_BLACK_CATEGORIES = [
  ...[...PROCESS_CATEGORIES, 'network_connection', 'image_load'],
  ...['file_event', 'file_delete', 'file_rename', ...REGISTRY_CATEGORIES],
];
const DEFENDER_CATEGORIES = [
  ...['process_creation', 'network_connection', 'image_load'],
  ...['file_delete', 'file_rename', 'file_event'],
  ...REGISTRY_CATEGORIES,
];
const SENTINELONE_CATEGORIES = ELASTIC_CATEGORIES.filter(
  (category) => !['process_termination', 'file_access'].includes(category),
);

/** The capabilities of every source. `mapSecurityEvents` as for scans. */
export function capabilitiesOf(mapSecurityEvents: boolean): readonly Capability[] {
  const profiles = profilesOf(mapSecurityEvents);
  return listSources({ mapSecurityEvents }).map((source) =>
    toCapability(source, profiles[source.id]),
  );
}

function profilesOf(mapSecurityEvents: boolean): Readonly<Record<SourceId, Profile>> {
  return {
    sysmon: {
      supports: ({ product, category, service }) =>
        is(product, ['windows', 'linux']) &&
        is(service, ['sysmon']) &&
        is(category, SYSMON_CATEGORIES),
      passes: (field, { category }) =>
        sysmonFields(category)?.has(field) === true || isOwnPath(field),
      lacks: (field, { category }) =>
        // Of every Sysmon event it is stated: Unavailable where Sysmon did not look.
        field !== 'SignatureStatus' &&
        isSysmonField(field) &&
        sysmonFields(category)?.has(field) === false,
    },
    'windows-security': {
      supports: ({ product, category, service }) =>
        is(product, ['windows']) &&
        is(service, ['security']) &&
        (category === undefined || (mapSecurityEvents && is(category, MAPPED_CATEGORIES))),
      passes: () => true,
    },
    'windows-eventlog': {
      supports: ({ product, category, service }) =>
        is(product, ['windows']) &&
        !(service !== undefined && is(service, ['sysmon', 'security'])) &&
        is(category, EVENTLOG_CATEGORIES),
      passes: () => true,
    },
    'elastic-defend': pathProfile(SYSTEMS, ELASTIC_CATEGORIES),
    'crowdstrike-fdr': sensorProfile(FDR_FIELDS, FDR_OWN_NAMES),
    limacharlie: sensorProfile(LIMA_FIELDS, new Set()),
    sentinelone: pathProfile(SYSTEMS, SENTINELONE_CATEGORIES),
    'carbon-black-cloud': agentProfile(CARBON_BLACK_CATEGORIES),
    harfanglab: agentProfile(['process_creation', 'network_connection', 'dns_query']),
    'cortex-xdr': agentProfile([...PROCESS_CATEGORIES, 'network_connection', 'image_load']),
    ocsf: agentProfile([...PROCESS_CATEGORIES, 'network_connection']),
    'microsoft-defender': pathProfile(['windows'], DEFENDER_CATEGORIES),
  };
}

/** A product whose own names are paths with a dot. */
function pathProfile(products: readonly string[], categories: readonly string[]): Profile {
  return {
    supports: ({ product, category, service }) =>
      is(product, products) && service === undefined && is(category, categories),
    passes: isOwnPath,
  };
}

/** An agent on any system, whose own names (`netconn_domain`, `dst_endpoint.ip`) hold no capitals as Sigma's do. */
function agentProfile(categories: readonly string[]): Profile {
  return {
    supports: pathProfile(SYSTEMS, categories).supports,
    passes: (field) => isOwnPath(field) || /^[a-z0-9]+(?:_[a-z0-9]+)+$/.test(field),
  };
}

/** A sensor on three systems, with the fields that each category's events have. */
function sensorProfile(fields: CategoryFields, ownNames: ReadonlySet<string>): Profile {
  return {
    supports: pathProfile(SYSTEMS, [...fields.keys()]).supports,
    passes: (field) => ownNames.has(field) || isOwnPath(field),
    lacks: (field, { category }) =>
      category !== undefined && fields.get(category.toLowerCase())?.has(field) === false,
  };
}

function toCapability(source: SourceAdapter, profile: Profile): Capability {
  const lacking = CONNECTION_LACKS.get(source.id);
  const derived = new Set(source.derived.map(({ field }) => field));
  const rows = new Set(source.tables.flatMap((table) => table.rows.map(({ field }) => field)));
  const own = (name: string, logsource: Logsource): Supply => {
    if (isConnection(logsource) && lacking?.has(name) === true) return 'none';
    if (derived.has(name) && profile.lacks?.(name, logsource) !== true) return 'derived';
    if (rows.has(name) && profile.lacks?.(name, logsource) !== true) return 'table';
    return profile.passes(name, logsource) ? 'passed' : 'none';
  };
  const isLogged = (name: string, logsource: Logsource) => own(name, logsource) !== 'none';
  return {
    source: source.id,
    supports: profile.supports,
    supply(field, logsource) {
      const name = field.replaceAll(' ', '');
      // Of every connection, whichever source logs it.
      if (name === ATTRIBUTED_FIELD) return isAnyConnection(logsource) ? 'derived' : 'none';
      const supply = own(name, logsource);
      if (supply !== 'none') return supply;
      return isJoinedField(source, name, logsource, isLogged) ? 'joined' : 'none';
    },
  };
}

function isConnection({ category }: Logsource): boolean {
  return category?.toLowerCase() === 'network_connection';
}

/** True if connections are among what the rule runs on. */
function isAnyConnection(logsource: Logsource): boolean {
  return logsource.category === undefined || isConnection(logsource);
}

/** True if the rule names nothing here, or one of the words. */
function is(wanted: string | undefined, words: readonly string[]): boolean {
  return wanted === undefined || words.includes(wanted.toLowerCase());
}

/** A path into the record as logged (`process.Ext.ancestry`, `winlog.task`): handed on as it is. */
function isOwnPath(field: string): boolean {
  return field.includes('.');
}
