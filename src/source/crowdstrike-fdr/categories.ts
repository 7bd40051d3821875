// CrowdStrike's event_simpleName and event_platform → Sigma's category and product.

import type { EventLogsource } from '../../model/index.ts';
import {
  type Categories,
  type LogsourceOf,
  type Product,
  productLogsources,
  REGISTRY_EVENT,
} from '../product-logsources.ts';
import { knownText } from '../text.ts';
import { type FdrView, readFdr } from './view.ts';

const REGISTRY_SET = { category: 'registry_set', moreCategories: REGISTRY_EVENT };

/**
 * Kinds that are not named have no category: they are counted by name. SyntheticProcessRollup2 is a process that ran
 * before the sensor did, so no start; NetworkListen and NetworkClose are no connections.
 */
export const FDR_CATEGORIES: ReadonlyMap<string, Categories> = new Map<string, Categories>([
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

const LOGSOURCES: ReadonlyMap<string, LogsourceOf> = new Map(
  [...FDR_CATEGORIES].map(([kind, categories]) => [kind, productLogsources(categories)]),
);

const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['win', 'windows'],
  ['mac', 'macos'],
  ['lin', 'linux'],
]);

const UNCATEGORISED = productLogsources({});

/** The logsource of an event. */
export function fdrLogsource(view: FdrView): EventLogsource {
  const platform = knownText(readFdr(view, 'event_platform'))?.toLowerCase() ?? '';
  return (LOGSOURCES.get(view.kind) ?? UNCATEGORISED)(PRODUCTS.get(platform));
}
