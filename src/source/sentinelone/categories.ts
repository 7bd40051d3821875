// SentinelOne's event.type and endpoint.os → Sigma's category and product.

import type { EventLogsource } from '../../model/index.ts';
import { parsePath, readPath } from '../path.ts';
import {
  type Categories,
  type LogsourceOf,
  NO_LOGSOURCE,
  type Product,
  productLogsources,
  REGISTRY_EVENT,
} from '../product-logsources.ts';
import { knownText } from '../text.ts';
import type { SentinelView } from './view.ts';

const DELETED: Categories = { category: 'registry_delete', moreCategories: REGISTRY_EVENT };
const SET: Categories = { category: 'registry_set', moreCategories: REGISTRY_EVENT };

/** event.type in lower case without blanks → category. What is not listed has none, as a listener. */
const CATEGORIES: readonly (readonly [string, Categories])[] = [
  ['processcreation', { category: 'process_creation' }],
  ['ipconnect', { category: 'network_connection' }],
  ['dnsresolved', { category: 'dns_query' }],
  ['dnsunresolved', { category: 'dns_query' }],
  ['filecreation', { category: 'file_event' }],
  ['filemodification', { category: 'file_event' }],
  ['filedeletion', { category: 'file_delete' }],
  ['filerename', { category: 'file_rename', moreCategories: ['file_event'] }],
  ['registrykeycreate', { category: 'registry_add', moreCategories: REGISTRY_EVENT }],
  ['registrykeydelete', DELETED],
  ['registryvaluedelete', DELETED],
  ['registrykeyrename', { category: 'registry_rename', moreCategories: REGISTRY_EVENT }],
  ['registryvaluecreate', SET],
  ['registryvaluemodified', SET],
  ['moduleload', { category: 'image_load' }],
  ['driverload', { category: 'driver_load' }],
];

const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['windows', 'windows'],
  ['linux', 'linux'],
  ['osx', 'macos'],
  ['macos', 'macos'],
]);

const LOGSOURCES: ReadonlyMap<string, LogsourceOf> = new Map(
  CATEGORIES.map(([type, categories]) => [type, productLogsources(categories)]),
);
const OS = parsePath('endpoint.os');

/** The logsource of an event. */
export function sentinelLogsource({ record, kind }: SentinelView): EventLogsource {
  const os = knownText(readPath(record, OS))?.toLowerCase() ?? '';
  return (LOGSOURCES.get(kind) ?? NO_LOGSOURCE)(PRODUCTS.get(os));
}
