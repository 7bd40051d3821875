// SentinelOne's event.type and endpoint.os → Sigma's category and product.

import type { EventLogsource } from '../../model/index.ts';
import { parsePath, readPath } from '../path.ts';
import { knownText } from '../text.ts';
import type { SentinelView } from './view.ts';

type Category = Pick<EventLogsource, 'category' | 'moreCategories'>;

const REGISTRY = ['registry_event'];
const DELETED: Category = { category: 'registry_delete', moreCategories: REGISTRY };
const SET: Category = { category: 'registry_set', moreCategories: REGISTRY };

/** event.type in lower case → category. What is not listed has none, as a listener. */
const CATEGORIES: readonly (readonly [string, Category])[] = [
  ['process creation', { category: 'process_creation' }],
  ['ip connect', { category: 'network_connection' }],
  ['dns resolved', { category: 'dns_query' }],
  ['dns unresolved', { category: 'dns_query' }],
  ['file creation', { category: 'file_event' }],
  ['file modification', { category: 'file_event' }],
  ['file deletion', { category: 'file_delete' }],
  ['file rename', { category: 'file_rename', moreCategories: ['file_event'] }],
  ['registry key create', { category: 'registry_add', moreCategories: REGISTRY }],
  ['registry key delete', DELETED],
  ['registry value delete', DELETED],
  ['registry key rename', { category: 'registry_rename', moreCategories: REGISTRY }],
  ['registry value create', SET],
  ['registry value modified', SET],
  ['module load', { category: 'image_load' }],
  ['driver load', { category: 'driver_load' }],
];

const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['windows', 'windows'],
  ['linux', 'linux'],
  ['osx', 'macos'],
  ['macos', 'macos'],
]);

/** By product and type, made once: routing remembers logsources by the object. */
const LOGSOURCES: ReadonlyMap<string, EventLogsource> = new Map(
  ['', ...new Set(PRODUCTS.values())].flatMap((product) =>
    CATEGORIES.map(([type, category]): [string, EventLogsource] => [
      `${product}:${type}`,
      { ...(product !== '' && { product }), ...category },
    ]),
  ),
);
const NONE: EventLogsource = {};
const OS = parsePath('endpoint.os');

/** The logsource of an event. */
export function sentinelLogsource({ record, type }: SentinelView): EventLogsource {
  const os = knownText(readPath(record, OS))?.toLowerCase() ?? '';
  return LOGSOURCES.get(`${PRODUCTS.get(os) ?? ''}:${type}`) ?? NONE;
}
