// Memory for what is kept while objects are read: taken in large blocks that all of them share, and used again by the next scan.

import { Buffer } from 'node:buffer';

/** Few large takings are less work for the garbage collector than many small ones. */
const BLOCK_BYTES = 1_048_576;

/** Blocks that are reserved together: what a scan keeps by default. */
const RESERVED_BLOCKS = 24;

/**
 * Blocks that nobody uses: what a scan has had, the next one has without asking for it. The first are reserved at once, and take
 * memory as they are written: where each was a taking of its own, V8 collected everything for their sake while an object was
 * read that had more than any before.
 */
let idle: Buffer[] | undefined;

function idleBlocks(): Buffer[] {
  if (idle === undefined) {
    const all = Buffer.allocUnsafeSlow(RESERVED_BLOCKS * BLOCK_BYTES);
    idle = Array.from({ length: RESERVED_BLOCKS }, (_, index) =>
      all.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES),
    );
  }
  return idle;
}

/** How much was taken. */
export interface BlockMark {
  readonly blocks: number;
  readonly used: number;
}

/** Takes bytes, one behind the other, up to so many. */
export class Blocks {
  #left: number;
  readonly #blocks: Buffer[] = [];
  /** Bytes that were taken of the last block. */
  #used = 0;

  constructor(maxBytes: number) {
    this.#left = maxBytes;
  }

  mark(): BlockMark {
    return { blocks: this.#blocks.length, used: this.#used };
  }

  /** Room for so many bytes; undefined where there is none. */
  take(size: number): { readonly block: Buffer; readonly from: number } | undefined {
    const last = this.#blocks.at(-1);
    if (last !== undefined && last.length - this.#used >= size) {
      this.#used += size;
      return { block: last, from: this.#used - size };
    }
    const length = Math.max(size, Math.min(BLOCK_BYTES, this.#left));
    if (length > this.#left) return undefined;
    const known = length === BLOCK_BYTES ? idleBlocks().pop() : undefined;
    const block = known ?? Buffer.allocUnsafeSlow(length);
    this.#left -= length;
    this.#blocks.push(block);
    this.#used = size;
    return { block, from: 0 };
  }

  /** Gives back what was taken behind the mark; nobody may read it any more. */
  backTo({ blocks, used }: BlockMark): void {
    while (this.#blocks.length > blocks) {
      const block = this.#blocks.pop();
      this.#left += block?.length ?? 0;
      if (block?.length === BLOCK_BYTES) idleBlocks().push(block);
    }
    this.#used = used;
  }

  /** Gives all of it back. */
  close(): void {
    this.backTo({ blocks: 0, used: 0 });
  }
}
