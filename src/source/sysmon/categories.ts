// A Sysmon event id → Sigma's categories.

import type { EventLogsource } from '../../model/index.ts';

const REGISTRY = ['registry_event'];

/**
 * Categories by event id, as SigmaHQ's taxonomy has them. 12 is told apart by its EventType below.
 * @see https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-taxonomy.md
 */
export const SYSMON_CATEGORIES: ReadonlyMap<
  string,
  Pick<EventLogsource, 'category' | 'moreCategories'>
> = new Map([
  ['1', { category: 'process_creation' }],
  ['2', { category: 'file_change' }],
  ['3', { category: 'network_connection' }],
  ['4', { category: 'sysmon_status' }],
  ['5', { category: 'process_termination' }],
  ['6', { category: 'driver_load' }],
  ['7', { category: 'image_load' }],
  ['8', { category: 'create_remote_thread' }],
  ['9', { category: 'raw_access_thread' }],
  ['10', { category: 'process_access' }],
  ['11', { category: 'file_event' }],
  ['12', { category: 'registry_event' }],
  ['13', { category: 'registry_set', moreCategories: REGISTRY }],
  ['14', { category: 'registry_rename', moreCategories: REGISTRY }],
  ['15', { category: 'create_stream_hash' }],
  ['16', { category: 'sysmon_status' }],
  ['17', { category: 'pipe_created' }],
  ['18', { category: 'pipe_created' }],
  ['19', { category: 'wmi_event' }],
  ['20', { category: 'wmi_event' }],
  ['21', { category: 'wmi_event' }],
  ['22', { category: 'dns_query' }],
  ['23', { category: 'file_delete' }],
  ['24', { category: 'clipboard_capture' }],
  ['25', { category: 'process_tampering' }],
  ['26', { category: 'file_delete_detected' }],
  ['27', { category: 'file_block_executable' }],
  ['28', { category: 'file_block_shredding' }],
  ['29', { category: 'file_executable_detected' }],
  ['255', { category: 'sysmon_error' }],
]);

/** Event 12 by EventType; one that is missing or unknown leaves `registry_event` alone. */
const REGISTRY_12: ReadonlyMap<string, string> = new Map([
  ['createkey', 'registry_add'],
  ['deletekey', 'registry_delete'],
  ['deletevalue', 'registry_delete'],
]);

/** Logsources of a product, made once: routing remembers them by the object. */
export interface SysmonLogsources {
  readonly byEventId: ReadonlyMap<string, EventLogsource>;
  /** Of event 12, by EventType in lower case. */
  readonly byEventType: ReadonlyMap<string, EventLogsource>;
  readonly other: EventLogsource;
}

/** The logsources of Sysmon on a product. */
export function sysmonLogsources(product: string): SysmonLogsources {
  const other: EventLogsource = { product, service: 'sysmon' };
  const byEventId = [...SYSMON_CATEGORIES].map(
    ([id, categories]) => [id, { ...other, ...categories }] as const,
  );
  const byEventType = [...REGISTRY_12].map(
    ([type, category]) => [type, { ...other, category, moreCategories: REGISTRY }] as const,
  );
  return { byEventId: new Map(byEventId), byEventType: new Map(byEventType), other };
}

/** The logsource of a Sysmon event. `eventType` is asked only of event 12. */
export function sysmonLogsource(
  logsources: SysmonLogsources,
  eventId: string,
  eventType: () => string | undefined,
): EventLogsource {
  const registry =
    eventId === '12' ? logsources.byEventType.get(eventType()?.toLowerCase() ?? '') : undefined;
  return registry ?? logsources.byEventId.get(eventId) ?? logsources.other;
}
