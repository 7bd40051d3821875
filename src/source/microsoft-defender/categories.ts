// Defender's table and action → Sigma's category; the product by what only Windows logs.

import { type EventLogsource, getOwn } from '../../model/index.ts';
import { knownText } from '../text.ts';
import type { DefenderView } from './view.ts';

type Category = Pick<EventLogsource, 'category' | 'moreCategories'>;

const REGISTRY = ['registry_event'];

const CONNECTION: Category = { category: 'network_connection' };

/** `Table:ActionType` → category. What is not listed has none: a listener, an inspected packet, a logon. */
const CATEGORIES: readonly (readonly [string, Category])[] = [
  ['DeviceNetworkEvents:ConnectionSuccess', CONNECTION],
  ['DeviceNetworkEvents:ConnectionAttempt', CONNECTION],
  ['DeviceNetworkEvents:ConnectionFailed', CONNECTION],
  ['DeviceNetworkEvents:ConnectionRequest', CONNECTION],
  ['DeviceNetworkEvents:ConnectionFound', CONNECTION],
  ['DeviceNetworkEvents:ConnectionAcknowledged', CONNECTION],
  ['DeviceNetworkEvents:InboundConnectionAttempt', CONNECTION],
  ['DeviceNetworkEvents:InboundConnectionAcknowledged', CONNECTION],
  ['DeviceNetworkEvents:InboundConnectionAccepted', CONNECTION],
  ['DeviceProcessEvents:ProcessCreated', { category: 'process_creation' }],
  ['DeviceImageLoadEvents:ImageLoaded', { category: 'image_load' }],
  ['DeviceFileEvents:FileCreated', { category: 'file_event' }],
  ['DeviceFileEvents:FileModified', { category: 'file_event' }],
  ['DeviceFileEvents:FileDeleted', { category: 'file_delete' }],
  ['DeviceFileEvents:FileRenamed', { category: 'file_rename', moreCategories: ['file_event'] }],
  [
    'DeviceRegistryEvents:RegistryKeyCreated',
    { category: 'registry_add', moreCategories: REGISTRY },
  ],
  [
    'DeviceRegistryEvents:RegistryKeyDeleted',
    { category: 'registry_delete', moreCategories: REGISTRY },
  ],
  [
    'DeviceRegistryEvents:RegistryValueDeleted',
    { category: 'registry_delete', moreCategories: REGISTRY },
  ],
  ['DeviceRegistryEvents:RegistryValueSet', { category: 'registry_set', moreCategories: REGISTRY }],
  [
    'DeviceRegistryEvents:RegistryKeyRenamed',
    { category: 'registry_rename', moreCategories: REGISTRY },
  ],
];

/** Made once: routing remembers logsources by the object. */
const LOGSOURCES = new Map<string, EventLogsource>(CATEGORIES);
const WINDOWS_LOGSOURCES = new Map<string, EventLogsource>(
  CATEGORIES.map(([key, category]) => [key, { product: 'windows', ...category }]),
);
const NONE: EventLogsource = {};
const PATH_COLUMNS = ['InitiatingProcessFolderPath', 'FolderPath'];
const WINDOWS_COLUMNS = [
  'InitiatingProcessIntegrityLevel',
  'ProcessIntegrityLevel',
  'InitiatingProcessVersionInfoCompanyName',
  'InitiatingProcessVersionInfoOriginalFileName',
  'RegistryKey',
];

/** The logsource of a row. The system stands only in DeviceInfo: without evidence of Windows there is no product. */
export function defenderLogsource(view: DefenderView): EventLogsource {
  const logsources = isWindows(view) ? WINDOWS_LOGSOURCES : LOGSOURCES;
  return logsources.get(`${view.table}:${view.action}`) ?? NONE;
}

function isWindows({ row }: DefenderView): boolean {
  for (const column of PATH_COLUMNS) {
    const path = knownText(getOwn(row, column));
    if (path !== undefined) return /^(?:[a-z]:|\\)/i.test(path) || /^system$/i.test(path);
  }
  const name = knownText(getOwn(row, 'InitiatingProcessFileName'));
  if (name !== undefined && /\.exe$/i.test(name)) return true;
  return WINDOWS_COLUMNS.some((column) => knownText(getOwn(row, column)) !== undefined);
}
