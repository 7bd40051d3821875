// Cortex XDR's kinds of event → Sigma's category and product.

import { type EventLogsource, getOwn } from '../../model/index.ts';
import {
  type LogsourceOf,
  NO_LOGSOURCE,
  type Product,
  productLogsources,
} from '../product-logsources.ts';
import { knownText } from '../text.ts';
import type { CortexKind, CortexView } from './view.ts';

const LOGSOURCES: Readonly<Record<CortexKind, LogsourceOf>> = {
  start: productLogsources({ category: 'process_creation' }),
  end: productLogsources({ category: 'process_termination' }),
  network: productLogsources({ category: 'network_connection' }),
  load: productLogsources({ category: 'image_load' }),
  process: NO_LOGSOURCE,
  other: NO_LOGSOURCE,
};

/** agent_os_type as text; of the numbers only Windows' is seen. */
const PRODUCTS: ReadonlyMap<string, Product> = new Map([
  ['windows', 'windows'],
  ['agent_os_windows', 'windows'],
  ['1', 'windows'],
  ['linux', 'linux'],
  ['agent_os_linux', 'linux'],
  ['macos', 'macos'],
  ['mac', 'macos'],
  ['agent_os_mac', 'macos'],
]);

/** The logsource of an event of Cortex XDR. */
export function cortexLogsource({ record, kind }: CortexView): EventLogsource {
  const os = knownText(getOwn(record, 'agent_os_type'))?.toLowerCase() ?? '';
  return LOGSOURCES[kind](PRODUCTS.get(os));
}
