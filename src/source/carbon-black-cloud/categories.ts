// Carbon Black Cloud's event type and actions → Sigma's category and product.

import { type EventLogsource, getOwn } from '../../model/index.ts';
import {
  type LogsourceOf,
  NO_LOGSOURCE,
  type Product,
  productLogsources,
  productOfPath,
  REGISTRY_EVENT,
} from '../product-logsources.ts';
import { knownText } from '../text.ts';
import type { CarbonBlackView } from './view.ts';

/** A row holds if the kind is the event's and one of the actions, where it has any, is too. */
interface CategoryRow {
  readonly kind: string;
  readonly actions?: readonly string[];
  readonly logsource: LogsourceOf;
}

const FILE_EVENT = productLogsources({ category: 'file_event' });

/** The first row that holds is taken. A kind without a row (crossproc, scriptload, apicall, …) has no category. */
const ROWS: readonly CategoryRow[] = [
  {
    // ACTION_CONNECTION_LISTEN alone is a listening port, whatever ends it names.
    kind: 'netconn',
    actions: [
      'ACTION_CONNECTION_CREATE',
      'ACTION_CONNECTION_CREATE_FAILED',
      'ACTION_CONNECTION_ESTABLISHED',
    ],
    logsource: productLogsources({ category: 'network_connection' }),
  },
  {
    // Not ACTION_PROCESS_DISCOVERED: that process ran already when the sensor came up.
    kind: 'procstart',
    actions: ['ACTION_CREATE_PROCESS'],
    logsource: productLogsources({ category: 'process_creation' }),
  },
  { kind: 'procend', logsource: productLogsources({ category: 'process_termination' }) },
  { kind: 'moduleload', logsource: productLogsources({ category: 'image_load' }) },
  {
    kind: 'filemod',
    actions: ['ACTION_FILE_RENAME'],
    logsource: productLogsources({ category: 'file_rename', moreCategories: ['file_event'] }),
  },
  {
    kind: 'filemod',
    actions: ['ACTION_FILE_DELETE'],
    logsource: productLogsources({ category: 'file_delete' }),
  },
  {
    kind: 'filemod',
    actions: ['ACTION_FILE_CREATE', 'ACTION_FILE_WRITE', 'ACTION_FILE_LAST_WRITE'],
    logsource: FILE_EVENT,
  },
  {
    kind: 'regmod',
    actions: ['ACTION_CREATE_KEY'],
    logsource: productLogsources({ category: 'registry_add', moreCategories: REGISTRY_EVENT }),
  },
  {
    kind: 'regmod',
    actions: ['ACTION_WRITE_VALUE'],
    logsource: productLogsources({ category: 'registry_set', moreCategories: REGISTRY_EVENT }),
  },
  {
    kind: 'regmod',
    actions: ['ACTION_DELETE_KEY', 'ACTION_DELETE_VALUE'],
    logsource: productLogsources({ category: 'registry_delete', moreCategories: REGISTRY_EVENT }),
  },
  {
    kind: 'regmod',
    actions: ['ACTION_RENAME_KEY'],
    logsource: productLogsources({ category: 'registry_rename', moreCategories: REGISTRY_EVENT }),
  },
];

const ROWS_BY_KIND: ReadonlyMap<string, readonly CategoryRow[]> = Map.groupBy(
  ROWS,
  ({ kind }) => kind,
);

const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['WINDOWS', 'windows'],
  ['LINUX', 'linux'],
  ['MAC', 'macos'],
]);

/** The logsource of an endpoint event. */
export function carbonBlackLogsource({ record, kind, actions }: CarbonBlackView): EventLogsource {
  const row = ROWS_BY_KIND.get(kind)?.find(
    (one) => one.actions === undefined || one.actions.some((action) => actions.includes(action)),
  );
  const os = knownText(getOwn(record, 'device_os'))?.toUpperCase() ?? '';
  const product = PRODUCTS.get(os) ?? productOfPath(getOwn(record, 'process_path'));
  return (row?.logsource ?? NO_LOGSOURCE)(product);
}
