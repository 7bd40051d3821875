// Connections that wait, and matches that ask → the processes whose lines are wanted of those that were set aside.

import {
  hashId,
  type IdPlace,
  type LogEvent,
  plainId,
  type WantedProcesses,
} from '../model/index.ts';
import { isEntityId, processIdOf } from '../source/index.ts';

/** A class because it gathers while objects are read. */
export class LateWants {
  readonly #ids = new Set<string>();
  readonly #hashes = new Set<number>();
  /** True where somebody asks for a process that has no id: any line may be of it. */
  #isAll = false;

  get isEmpty(): boolean {
    return this.#ids.size === 0 && !this.#isAll;
  }

  /** A connection waits for what others say of its process. */
  waits({ joinKeys }: LogEvent): void {
    for (const key of joinKeys) {
      const id = processIdOf(key);
      if (id === null) this.#isAll = true;
      else if (id !== undefined) this.#add(id);
    }
  }

  /** An event takes part in a correlation with starts of its process. */
  asks({ entityKey }: LogEvent): void {
    if (entityKey === undefined) return;
    if (isEntityId(entityKey)) this.#add(entityKey);
    else this.#isAll = true;
  }
  /** Of lines that state the id of their process at these places. */
  of(places: readonly IdPlace[]): WantedProcesses {
    return { ids: this.#ids, hashes: this.#hashes, places: this.#isAll ? [] : places };
  }

  #add(id: string): void {
    const plain = plainId(id);
    this.#ids.add(plain);
    this.#hashes.add(hashId(plain));
  }
}
