// CrowdStrike's event_simpleName and event_platform → Sigma's category and product.

import type { EventLogsource } from '../../model/index.ts';
import { knownText } from '../text.ts';
import { type FdrView, readFdr } from './view.ts';

const REGISTRY_SET = { category: 'registry_set', moreCategories: ['registry_event'] };

/**
 * Kinds that are not named have no category: they are counted by name. SyntheticProcessRollup2 is a process that ran
 * before the sensor did, so no start; NetworkListen and NetworkClose are no connections.
 */
const CATEGORIES: ReadonlyMap<string, EventLogsource> = new Map<string, EventLogsource>([
  ['ProcessRollup2', { category: 'process_creation' }],
  ['EndOfProcess', { category: 'process_termination' }],
  ['NetworkConnectIP4', { category: 'network_connection' }],
  ['NetworkConnectIP6', { category: 'network_connection' }],
  ['NetworkReceiveAcceptIP4', { category: 'network_connection' }],
  ['NetworkReceiveAcceptIP6', { category: 'network_connection' }],
  ['DnsRequest', { category: 'dns_query' }],
  ['ClassifiedModuleLoad', { category: 'image_load' }],
  ['ImageHash', { category: 'image_load' }],
  ['DriverLoad', { category: 'driver_load' }],
  ['NewExecutableWritten', { category: 'file_event' }],
  ['PeFileWritten', { category: 'file_event' }],
  ['ExecutableDeleted', { category: 'file_delete' }],
  ['AsepValueUpdate', REGISTRY_SET],
  ['RegGenericValueUpdate', REGISTRY_SET],
]);

const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['win', 'windows'],
  ['mac', 'macos'],
  ['lin', 'linux'],
]);

const NO_PRODUCT = '';
const NO_CATEGORY = '';

/** By product and kind, made once: routing remembers logsources by the object. */
const LOGSOURCES: ReadonlyMap<string, ReadonlyMap<string, EventLogsource>> = new Map(
  [NO_PRODUCT, ...PRODUCTS.values()].map((name) => {
    const product = name === NO_PRODUCT ? {} : { product: name };
    const rows = [...CATEGORIES].map(([kind, category]): [string, EventLogsource] => [
      kind,
      { ...product, ...category },
    ]);
    return [name, new Map([...rows, [NO_CATEGORY, product]])];
  }),
);

/** The logsource of an event. */
export function fdrLogsource(view: FdrView): EventLogsource {
  const platform = knownText(readFdr(view, 'event_platform'))?.toLowerCase() ?? '';
  const ready = LOGSOURCES.get(PRODUCTS.get(platform) ?? NO_PRODUCT);
  return ready?.get(view.kind) ?? ready?.get(NO_CATEGORY) ?? {};
}
