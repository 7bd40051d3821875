// Entries that are asked for → handed on, some hundred at a time.

import { type Asking, type Found, foundIn } from './entries.ts';
import { unpackEntry } from './segment-reader.ts';
import type { PackedEntry } from './packed-entry.ts';

/** Entries that are handed on together, and their bytes. */
const AT_ONCE = 500;
const AT_ONCE_BYTES = 8 * 2 ** 20;

/** A class because of what waits to be handed on. */
export class HandingOn {
  readonly #promote: (found: Found) => Promise<void>;
  #waiting: Found[] = [];
  #bytes = 0;
  /** Starts and partial matches that were handed on. */
  count = 0;

  constructor(promote: (found: Found) => Promise<void>) {
    this.#promote = promote;
  }

  /** Throws SegmentError for an entry that cannot be read. */
  async add(entry: PackedEntry): Promise<void> {
    this.#bytes += entry.bytes.length;
    const count = this.#waiting.push(foundIn([unpackEntry(entry)]));
    if (count >= AT_ONCE || this.#bytes >= AT_ONCE_BYTES) await this.flush();
  }

  async flush(): Promise<void> {
    const found = this.#waiting;
    if (found.length === 0) return;
    this.#waiting = [];
    this.#bytes = 0;
    await this.#promote({
      starts: found.flatMap(({ starts }) => starts),
      partials: found.flatMap(({ partials }) => partials),
      asking: distinct(found.flatMap(({ asking }) => asking)),
    });
    this.count += found.reduce((sum, { asking }) => sum + (asking.length > 0 ? 0 : 1), 0);
  }
}

/** A connection stands under each name that it asks for. */
function distinct(asking: readonly Asking[]): readonly Asking[] {
  const byRef = new Map(
    asking.map((one) => [`${one.connection.tenant} ${one.connection.ref}`, one]),
  );
  return [...byRef.values()];
}
