// Results → stdout, everything else → stderr. A reader that goes away (`| head`) ends output quietly.

import { EnvironmentError } from './errors.ts';

const MIN_COLUMNS = 80;
const MAX_COLUMNS = 200;
/** Narrowest that texts are wrapped for. */
const MIN_TEXT_COLUMNS = 40;
/** Width where nobody says how wide the reader is. */
const DEFAULT_COLUMNS = MAX_COLUMNS;

/** Where a command writes. Texts must be safe (safe-text.ts) and end in a newline. */
export interface Output {
  /** To stdout; resolves when it may go on. Does nothing once the reader has gone away. */
  print(text: string): Promise<void>;
  /** To stderr. */
  note(text: string): void;
  /** Width for tables, 80 to 200. */
  readonly columns: number;
  /** Width that running text is wrapped to, at least 40; Infinity where nobody says how wide the reader is. */
  readonly textColumns: number;
  /** True where a progress bar may be drawn on stderr. */
  readonly canShowProgress: boolean;
  /** True where stdout is a terminal that may be sent escapes: NO_COLOR is not set. @see https://no-color.org */
  readonly canStyle: boolean;
}

/** The process's own streams. */
export function processOutput(): Output {
  let isGone = false;
  // The callback of each write says what went wrong; without listeners the event would end the process.
  process.stdout.on('error', () => {
    isGone = true;
  });
  process.stderr.on('error', () => {
    isGone = true;
  });
  return {
    print: (text) =>
      new Promise((resolve, reject) => {
        if (isGone) return resolve();
        process.stdout.write(text, (error) => {
          if (isFault(error)) reject(new EnvironmentError(`cannot write: ${error.message}`));
          else resolve();
        });
      }),
    note: (text) => {
      process.stderr.write(text);
    },
    columns: clampColumns(knownColumns()),
    textColumns: Math.max(MIN_TEXT_COLUMNS, knownColumns() ?? Number.POSITIVE_INFINITY),
    canShowProgress: process.stderr.isTTY === true,
    canStyle: process.stdout.isTTY === true && (process.env['NO_COLOR'] ?? '') === '',
  };
}

/** A reader that has gone away is none. */
function isFault(error: Error | null | undefined): error is Error {
  if (error === null || error === undefined) return false;
  return !('code' in error && error.code === 'EPIPE');
}

/** The terminal's width; of what is none the width that COLUMNS states. */
function knownColumns(): number | undefined {
  const columns = process.stdout.columns ?? Number(process.env['COLUMNS']);
  return Number.isInteger(columns) && columns > 0 ? columns : undefined;
}

function clampColumns(columns: number = DEFAULT_COLUMNS): number {
  return Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, columns));
}
