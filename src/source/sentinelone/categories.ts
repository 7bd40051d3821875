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

/** event.type in lower case → category. What is not listed has none, as a listener. */
const CATEGORIES: readonly (readonly [string, Categories])[] = [
  ['process creation', { category: 'process_creation' }],
  ['ip connect', { category: 'network_connection' }],
  ['dns resolved', { category: 'dns_query' }],
  ['dns unresolved', { category: 'dns_query' }],
  ['file creation', { category: 'file_event' }],
  ['file modification', { category: 'file_event' }],
  ['file deletion', { category: 'file_delete' }],
  ['file rename', { category: 'file_rename', moreCategories: ['file_event'] }],
  ['registry key create', { category: 'registry_add', moreCategories: REGISTRY_EVENT }],
  ['registry key delete', DELETED],
  ['registry value delete', DELETED],
  ['registry key rename', { category: 'registry_rename', moreCategories: REGISTRY_EVENT }],
  ['registry value create', SET],
  ['registry value modified', SET],
  ['module load', { category: 'image_load' }],
  ['driver load', { category: 'driver_load' }],
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
export function sentinelLogsource({ record, type }: SentinelView): EventLogsource {
  const os = knownText(readPath(record, OS))?.toLowerCase() ?? '';
  return (LOGSOURCES.get(type) ?? NO_LOGSOURCE)(PRODUCTS.get(os));
}
