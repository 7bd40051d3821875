// HarfangLab's log_type → Sigma's category and product.

import type { EventLogsource } from '../../model/index.ts';
import { parsePath, readPath } from '../path.ts';
import {
  type LogsourceOf,
  NO_LOGSOURCE,
  type Product,
  productLogsources,
} from '../product-logsources.ts';
import { knownText } from '../text.ts';
import type { HarfangLabView } from './view.ts';

/** A type without a row (alert, connectionlog, injectedthread, …) has no category. */
const LOGSOURCES: ReadonlyMap<string, LogsourceOf> = new Map([
  ['network', productLogsources({ category: 'network_connection' })],
  ['process', productLogsources({ category: 'process_creation' })],
  ['dns_resolution', productLogsources({ category: 'dns_query' })],
]);

const OS_TYPE = parsePath('agent.ostype');

const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['windows', 'windows'],
  ['linux', 'linux'],
  ['macos', 'macos'],
  ['darwin', 'macos'],
]);

/** The logsource of an event of HarfangLab. */
export function harfangLabLogsource({ record, kind }: HarfangLabView): EventLogsource {
  const os = knownText(readPath(record, OS_TYPE))?.toLowerCase() ?? '';
  return (LOGSOURCES.get(kind) ?? NO_LOGSOURCE)(PRODUCTS.get(os));
}
