// OCSF's class and activity → Sigma's category and product.

import type { EventLogsource, JsonObject } from '../../model/index.ts';
import { parsePath, readFirst, readPath } from '../path.ts';
import {
  type LogsourceOf,
  NO_LOGSOURCE,
  type Product,
  productLogsources,
  productOfPath,
} from '../product-logsources.ts';
import { knownText } from '../text.ts';
import { NETWORK_ACTIVITY, type OcsfView, PROCESS_ACTIVITY } from './view.ts';

const CONNECTION = productLogsources({ category: 'network_connection' });

/**
 * By class and activity. Fail, Refuse and Traffic are connections as Open is, though tried or only reported; Close and
 * Reset tell of one again, Listen of none.
 */
const LOGSOURCES: ReadonlyMap<string, LogsourceOf> = new Map([
  ...['1', '4', '5', '6'].map(
    (activity) => [`${NETWORK_ACTIVITY}:${activity}`, CONNECTION] as const,
  ),
  [`${PROCESS_ACTIVITY}:1`, productLogsources({ category: 'process_creation' })],
  [`${PROCESS_ACTIVITY}:2`, productLogsources({ category: 'process_termination' })],
]);

const OS_TYPE_ID = parsePath('device.os.type_id');
const OS_TYPE = parsePath('device.os.type');
const PROGRAMS = ['actor.process.file.path', 'process.file.path', 'process.path'].map(parsePath);

const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['100', 'windows'],
  ['200', 'linux'],
  ['300', 'macos'],
  ['windows', 'windows'],
  ['linux', 'linux'],
  ['macos', 'macos'],
]);

/** The logsource of an event of OCSF. Without a system and a program, as a firewall's, it has no product. */
export function ocsfLogsource({ record, classUid, activityId }: OcsfView): EventLogsource {
  return (LOGSOURCES.get(`${classUid}:${activityId}`) ?? NO_LOGSOURCE)(productOf(record));
}

function productOf(record: JsonObject): Product | undefined {
  const [id, type] = [OS_TYPE_ID, OS_TYPE].map((path) => knownText(readPath(record, path)));
  const isStated = id !== undefined || type !== undefined;
  if (isStated) return PRODUCTS.get(id ?? '') ?? PRODUCTS.get(type?.toLowerCase() ?? '');
  return productOfPath(readFirst(record, PROGRAMS));
}
