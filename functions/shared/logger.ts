// Nothing → the logger of a function, whose lines show what is in them and do nothing to the terminal that shows them (P6).

import { Logger } from '@aws-lambda-powertools/logger';
import { safeText } from '../../src/model/index.ts';

/** What JSON escapes, and texts of several lines have: stacks. */
const LINES = /[^\n\r\t]+/g;

/**
 * A new one. Keys of objects, manifests and what services say come from outside: JSON escapes C0 controls alone, and leaves C1
 * (a terminal may take U+009B for ESC [) and bidi characters as they are.
 */
export function createLogger(): Logger {
  return new Logger({
    jsonReplacerFn: (_name: string, value: unknown) =>
      typeof value === 'string' ? value.replace(LINES, safeText) : value,
  });
}
