// LimaCharlie's event_type and platform code → Sigma's category and product.

import type { EventLogsource } from '../../model/index.ts';
import {
  type Categories,
  type LogsourceOf,
  type Product,
  productLogsources,
  productOfPath,
  REGISTRY_EVENT,
} from '../product-logsources.ts';
import { knownText } from '../text.ts';
import { type LimaView, scalarAt } from './view.ts';

const CONNECTION = { category: 'network_connection' };

/**
 * Kinds that are not named have no category: they are counted by name. EXISTING_PROCESS ran before the sensor did, so
 * is no start; TERMINATE_TCP4_CONNECTION is no connection.
 */
const CATEGORIES: ReadonlyMap<string, Categories> = new Map<string, Categories>([
  ['NEW_PROCESS', { category: 'process_creation' }],
  ['TERMINATE_PROCESS', { category: 'process_termination' }],
  ['NETWORK_CONNECTIONS', CONNECTION],
  ['NEW_TCP4_CONNECTION', CONNECTION],
  ['NEW_TCP6_CONNECTION', CONNECTION],
  ['NEW_UDP4_CONNECTION', CONNECTION],
  ['NEW_UDP6_CONNECTION', CONNECTION],
  ['DNS_REQUEST', { category: 'dns_query' }],
  ['MODULE_LOAD', { category: 'image_load' }],
  ['FILE_CREATE', { category: 'file_event' }],
  ['NEW_DOCUMENT', { category: 'file_event' }],
  ['FILE_DELETE', { category: 'file_delete' }],
  ['NEW_NAMED_PIPE', { category: 'pipe_created' }],
  ['REGISTRY_CREATE', { category: 'registry_add', moreCategories: REGISTRY_EVENT }],
  ['REGISTRY_DELETE', { category: 'registry_delete', moreCategories: REGISTRY_EVENT }],
  ['REGISTRY_WRITE', { category: 'registry_set', moreCategories: REGISTRY_EVENT }],
]);

const LOGSOURCES: ReadonlyMap<string, LogsourceOf> = new Map(
  [...CATEGORIES].map(([kind, categories]) => [kind, productLogsources(categories)]),
);

/** routing.plat: 0x10000000, 0x20000000 and 0x30000000. */
const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['268435456', 'windows'],
  ['536870912', 'linux'],
  ['805306368', 'macos'],
]);

const UNCATEGORISED = productLogsources({});

/** The logsource of an event. Where the platform is not stated, a path of Windows' shows it. */
export function limaLogsource(view: LimaView): EventLogsource {
  return (LOGSOURCES.get(view.kind) ?? UNCATEGORISED)(productOf(view));
}

function productOf({ routing, event }: LimaView): Product | undefined {
  const platform = knownText(scalarAt(routing, 'plat'));
  return platform === undefined
    ? productOfPath(scalarAt(event, 'FILE_PATH'))
    : PRODUCTS.get(platform);
}
