// Bytes read → a bar on a terminal's stderr; in a pipe nothing.

import { Presets, SingleBar } from 'cli-progress';
import { middleCut, safeText } from '../model/index.ts';
import type { ScanObject } from '../ports/index.ts';
import type { Output } from './output.ts';

const NAME_CHARACTERS = 30;
const COUNT_FORMAT = '{megabytes} MB {name}';
const MEGABYTE = 1e6;

/** Follows the objects as they are read. */
export interface Progress {
  /** The same object, its reading shown. */
  follow(object: ScanObject): ScanObject;
  stop(): void;
}

/** A bar over all objects; without a total (stdin) it only counts. */
export function createProgress(objects: readonly ScanObject[], output: Output): Progress {
  if (!output.canShowProgress) return { follow: (object) => object, stop: () => undefined };
  const total = objects.reduce((sum, { size }) => sum + (size ?? 0), 0);
  const bar = new SingleBar(
    {
      format: total === 0 ? COUNT_FORMAT : `{bar} {percentage}% ${COUNT_FORMAT}`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
    },
    Presets.shades_classic,
  );
  let read = 0;
  bar.start(total, 0, { megabytes: '0', name: '' });
  return {
    follow: (object) =>
      counted(object, (bytes) => {
        read += bytes;
        const name = middleCut(safeText(object.name), NAME_CHARACTERS);
        bar.update(Math.min(read, total), { megabytes: (read / MEGABYTE).toFixed(0), name });
      }),
    stop: () => bar.stop(),
  };
}

function counted(object: ScanObject, onBytes: (bytes: number) => void): ScanObject {
  return { ...object, open: (from) => countBytes(object.open(from), onBytes) };
}

async function* countBytes(
  source: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    onBytes(chunk.length);
    yield chunk;
  }
}
