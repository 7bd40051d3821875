// The fields that matter in a case → events, rules and matches that are whole.

import type {
  CompiledFilter,
  CompiledRule,
  Delivery,
  LogEvent,
  Match,
} from '../../src/model/index.ts';

/** A time on a known day. */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

/** Parts of an event; `fields` answers field(). */
export type EventParts = Partial<Omit<LogEvent, 'field'>> & {
  readonly fields?: Readonly<Record<string, unknown>>;
};

/** A connection of scan.exe on ws-17. */
export function anEvent({ fields = {}, ...parts }: EventParts = {}): LogEvent {
  const all: Readonly<Record<string, unknown>> = {
    Image: 'C:\\Tools\\scan.exe',
    DestinationIp: '192.0.2.9',
    DestinationPort: 445,
    ...fields,
  };
  return {
    source: 'sysmon',
    eventKind: '3',
    logsource: { category: 'network_connection', product: 'windows' },
    timeMs: NOON_MS,
    hostKey: 'ws-17.example.com',
    entityKey: 'entity-1',
    identity: ['ws-17.example.com', '42'],
    element: undefined,
    isAttributed: true,
    record: { Number: 42 },
    joinOffer: undefined,
    joinKeys: [],
    transportFields: new Set(['@timestamp']),
    leaves: () => Object.values(all),
    ...parts,
    field: (name) => (Object.hasOwn(all, name) ? all[name] : undefined),
  };
}

/** A rule that reads the port; matches everything unless told otherwise. */
export function aRule(parts: Partial<CompiledRule> = {}): CompiledRule {
  return {
    id: 'rule-1',
    title: 'Connection to SMB',
    level: 'medium',
    tags: ['attack.t1021.002'],
    description: undefined,
    references: [],
    falsepositives: [],
    guide: undefined,
    logsource: { category: 'network_connection', product: 'windows' },
    fields: ['DestinationPort'],
    filters: [],
    matches: () => true,
    explain: (event) => [
      {
        selection: 'selection',
        field: 'DestinationPort',
        modifier: '',
        ruleValue: 445,
        eventValue: event.field('DestinationPort'),
        holds: true,
      },
    ],
    ...parts,
  };
}

/** A filter; keeps everything unless told otherwise. */
export function aFilter(parts: Partial<CompiledFilter> = {}): CompiledFilter {
  return {
    id: 'filter-1',
    title: 'A filter',
    owner: undefined,
    reason: undefined,
    fields: [],
    keeps: () => true,
    ...parts,
  };
}

/** A match of an event, delivered somewhere. */
export function aMatch(event: LogEvent = anEvent(), delivery: Partial<Delivery> = {}): Match {
  return {
    rule: aRule(),
    event,
    delivery: { object: 'a.ndjson', ordinal: 0, offset: 0, ...delivery },
  };
}
