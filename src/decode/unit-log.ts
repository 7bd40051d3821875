// The gzip members or zstd frames of an object, as they are begun → the one to begin with to reach an offset again.

/** Where a member or frame begins: in the object as stored, and in the decompressed one. */
export interface UnitPlace {
  readonly storedOffset: number;
  readonly unitOffset: number;
}

/** Remembers only those from which what is still unread can be reached. */
export class UnitLog {
  #units: UnitPlace[] = [];

  /** Notes that a unit begins. */
  begin(storedOffset: number, unitOffset: number): void {
    this.#units.push({ storedOffset, unitOffset });
  }

  /** The last unit that begins at or before the decompressed offset; forgets those before it. Undefined = none. */
  reach(offset: number): UnitPlace | undefined {
    const index = this.#units.findLastIndex(({ unitOffset }) => unitOffset <= offset);
    if (index > 0) this.#units = this.#units.slice(index);
    return index === -1 ? undefined : this.#units[0];
  }
}
