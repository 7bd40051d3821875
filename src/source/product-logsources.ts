// Sigma categories → their logsource on each product, made once: routing remembers logsources by the object.

import type { EventLogsource } from '../model/index.ts';
import { knownText } from './text.ts';

/** The categories of an event, without its product. */
export type Categories = Pick<EventLogsource, 'category' | 'moreCategories'>;

/** Sigma's products that an endpoint can be. */
export type Product = 'windows' | 'linux' | 'macos';

/** The logsource on a product; undefined for a host whose system is not stated. */
export type LogsourceOf = (product: Product | undefined) => EventLogsource;

/** The longest beginning that is looked for. */
const MAX_PREFIX_CHARACTERS = 16;

const PRODUCTS: readonly Product[] = ['windows', 'linux', 'macos'];

/** What `registry_add` and the like are besides. */
export const REGISTRY_EVENT: readonly string[] = ['registry_event'];

/** Of a kind that no rule is written for: nothing, whatever the product. A rule without logsource still sees it. */
export const NO_LOGSOURCE: LogsourceOf = () => NOTHING;

const NOTHING: EventLogsource = {};

/** The categories' logsources. */
export function productLogsources(categories: Categories): LogsourceOf {
  const byProduct = new Map(PRODUCTS.map((product) => [product, { product, ...categories }]));
  const unstated: EventLogsource = { ...categories };
  return (product) => (product === undefined ? unstated : (byProduct.get(product) ?? unstated));
}

/** Windows, if the program's path has a drive or a device of Windows': for records that do not state the system. */
export function productOfPath(path: unknown): Product | undefined {
  const text = knownText(path)?.slice(0, MAX_PREFIX_CHARACTERS) ?? '';
  return /^(?:[a-z]:\\|\\(?:device|systemroot|\?\?)\\)/i.test(text) ? 'windows' : undefined;
}
