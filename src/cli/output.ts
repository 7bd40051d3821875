// Results → stdout, everything else → stderr. A reader that goes away (`| head`) ends output quietly.

import { EnvironmentError } from './errors.ts';

const MIN_COLUMNS = 80;
const MAX_COLUMNS = 200;
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
  /** True where a progress bar may be drawn on stderr. */
  readonly canShowProgress: boolean;
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
    columns: clampColumns(process.stdout.columns ?? Number(process.env['COLUMNS'])),
    canShowProgress: process.stderr.isTTY === true,
  };
}

/** A reader that has gone away is none. */
function isFault(error: Error | null | undefined): error is Error {
  if (error === null || error === undefined) return false;
  return !('code' in error && error.code === 'EPIPE');
}

function clampColumns(columns: number): number {
  if (!Number.isInteger(columns) || columns <= 0) return DEFAULT_COLUMNS;
  return Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, columns));
}
