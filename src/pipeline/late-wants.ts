// Connections that wait, and matches that ask → the processes whose lines are wanted of those that were set aside.

import { type LogEvent, plainId } from '../model/index.ts';
import { isEntityId, processIdOf } from '../source/index.ts';

/** A class because it gathers while objects are read. */
export class LateWants {
  readonly ids = new Set<string>();
  /** True where somebody asks for a process that has no id: any line may be of it. */
  isAll = false;

  get isEmpty(): boolean {
    return this.ids.size === 0 && !this.isAll;
  }

  /** A connection waits for what others say of its process. */
  waits({ joinKeys }: LogEvent): void {
    for (const key of joinKeys) {
      const id = processIdOf(key);
      if (id === null) this.isAll = true;
      else if (id !== undefined) this.ids.add(plainId(id));
    }
  }

  /** An event takes part in a correlation with starts of its process. */
  asks({ entityKey }: LogEvent): void {
    if (entityKey === undefined) return;
    if (isEntityId(entityKey)) this.ids.add(plainId(entityKey));
    else this.isAll = true;
  }
}
