// Objects that were put and not yet scanned → room for more, so that a folder of any size fits into memory.

/** As much as waits at a time. What is scanned is taken from the bucket again. */
export const MAX_WAITING = { objects: 100, bytes: 256 * 2 ** 20 } as const;

/** Objects by name (`s3://bucket/key`), and their bytes. */
export class InFlight {
  readonly #bytesOf = new Map<string, number>();
  #bytes = 0;
  #wake: (() => void)[] = [];

  add(object: string, bytes: number): void {
    this.done(object);
    this.#bytesOf.set(object, bytes);
    this.#bytes += bytes;
  }

  /** It is scanned, or will not be. True if it was one of these. */
  done(object: string): boolean {
    const bytes = this.#bytesOf.get(object);
    if (bytes === undefined) return false;
    this.#bytesOf.delete(object);
    this.#bytes -= bytes;
    for (const wake of this.#wake.splice(0)) wake();
    return true;
  }

  has(object: string): boolean {
    return this.#bytesOf.has(object);
  }

  /** Resolves once there is room for as many bytes more; one object always finds room when no other is there. Or when aborted. */
  async room(bytes: number, signal: AbortSignal): Promise<void> {
    const isFree = () =>
      this.#bytesOf.size === 0 ||
      (this.#bytesOf.size < MAX_WAITING.objects && this.#bytes + bytes <= MAX_WAITING.bytes);
    while (!signal.aborted && !isFree()) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake.push(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      await promise;
    }
  }
}
