// Elastic Defend's group and actions → Sigma's category and product.

import type { EventLogsource, JsonObject } from '../../model/index.ts';
import { parsePath, readFirst } from '../path.ts';
import { textOf } from '../text.ts';
import type { ElasticView } from './view.ts';

/** A row holds if the group is the event's and one of the actions, or of the types where it has none, is too. */
interface CategoryRow {
  readonly group: string;
  /** Undefined = whatever the event did. */
  readonly actions?: readonly string[];
  readonly types?: readonly string[];
  readonly logsource: Pick<EventLogsource, 'category' | 'moreCategories'>;
}

/** A row with its logsource on each product, made once: routing remembers logsources by the object. */
interface ReadyRow {
  readonly row: CategoryRow;
  readonly logsources: ReadonlyMap<string, EventLogsource>;
}

const REGISTRY = ['registry_event'];

/** The first row that holds is taken. */
const ROWS: readonly CategoryRow[] = [
  {
    group: 'process',
    // An aggregated ["start", "end"] is a start. fork and exec are Linux's and macOS's.
    actions: ['start', 'fork', 'exec'],
    types: ['start'],
    logsource: { category: 'process_creation' },
  },
  {
    group: 'process',
    actions: ['end'],
    types: ['end'],
    logsource: { category: 'process_termination' },
  },
  { group: 'dns', logsource: { category: 'dns_query' } },
  { group: 'network', logsource: { category: 'network_connection' } },
  {
    group: 'file',
    actions: ['deletion'],
    types: ['deletion'],
    logsource: { category: 'file_delete' },
  },
  {
    group: 'file',
    actions: ['rename'],
    // A rename brings a file under its new name, as a creation does.
    logsource: { category: 'file_rename', moreCategories: ['file_event'] },
  },
  { group: 'file', actions: ['open'], types: ['access'], logsource: { category: 'file_access' } },
  { group: 'file', logsource: { category: 'file_event' } },
  {
    group: 'registry',
    actions: ['creation'],
    types: ['creation'],
    logsource: { category: 'registry_add', moreCategories: REGISTRY },
  },
  {
    group: 'registry',
    actions: ['deletion'],
    types: ['deletion'],
    logsource: { category: 'registry_delete', moreCategories: REGISTRY },
  },
  {
    group: 'registry',
    actions: ['rename'],
    logsource: { category: 'registry_rename', moreCategories: REGISTRY },
  },
  // Reading a value is no registry_event: Sysmon has none, so SigmaHQ's rules take each for a change.
  { group: 'registry', actions: ['query', 'open'], types: ['access'], logsource: {} },
  {
    group: 'registry',
    logsource: { category: 'registry_set', moreCategories: REGISTRY },
  },
  { group: 'driver', logsource: { category: 'driver_load' } },
  { group: 'library', logsource: { category: 'image_load' } },
];

const OS_TYPES = ['host.os.type', 'host.os.family', 'host.os.platform'].map(parsePath);

/** host.os.* in older and newer agents → Sigma's product. */
const PRODUCTS: ReadonlyMap<string, string> = new Map([
  ['windows', 'windows'],
  ['linux', 'linux'],
  ['macos', 'macos'],
  ['darwin', 'macos'],
  ['debian', 'linux'],
  ['redhat', 'linux'],
  ['suse', 'linux'],
  ['ubuntu', 'linux'],
]);

/** Key of a host whose system is not stated: its events have no product. */
const NO_PRODUCT = '';

const NO_CATEGORY: CategoryRow = { group: '', logsource: {} };

/** By group, the rows in order; {@link UNCATEGORISED} for groups that have none. */
const READY_ROWS: ReadonlyMap<string, readonly ReadyRow[]> = Map.groupBy(
  ROWS.map(readyRow),
  ({ row }) => row.group,
);
const UNCATEGORISED: ReadyRow = readyRow(NO_CATEGORY);

/** The logsource of an event of Elastic Defend. A host whose system is not stated has no product. */
export function elasticLogsource(view: ElasticView): EventLogsource {
  const isDriver = view.group === 'library' && view.categories.includes('driver');
  const rows = READY_ROWS.get(isDriver ? 'driver' : view.group);
  const ready = rows?.find(({ row }) => holds(row, view)) ?? UNCATEGORISED;
  return ready.logsources.get(productOf(view.record)) ?? {};
}

function readyRow(row: CategoryRow): ReadyRow {
  const products = [NO_PRODUCT, ...new Set(PRODUCTS.values())];
  const logsources = products.map((product): [string, EventLogsource] => [
    product,
    { ...(product !== NO_PRODUCT && { product }), ...row.logsource },
  ]);
  return { row, logsources: new Map(logsources) };
}

function holds(row: CategoryRow, view: ElasticView): boolean {
  if (row.actions === undefined) return true;
  if (view.actions.length > 0) return view.actions.some((action) => row.actions?.includes(action));
  return view.types.some((type) => row.types?.includes(type));
}

function productOf(record: JsonObject): string {
  return PRODUCTS.get(textOf(readFirst(record, OS_TYPES))?.toLowerCase() ?? '') ?? NO_PRODUCT;
}

/** Every category that events of the group may have. */
export function categoriesOf(group: string): readonly string[] {
  return ROWS.filter((row) => row.group === group).flatMap(({ logsource }) => [
    ...(logsource.category === undefined ? [] : [logsource.category]),
    ...(logsource.moreCategories ?? []),
  ]);
}
