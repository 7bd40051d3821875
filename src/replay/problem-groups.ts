// Objects that were not scanned to their end → groups of the same cause, with examples.

import type { ObjectFate, ObjectResult, ReplayPass } from './results.ts';

/** Objects of one fate and cause. */
export interface ProblemGroup {
  readonly pass: ReplayPass;
  readonly fate: Exclude<ObjectFate, 'scanned'>;
  /** As the first of them says it. */
  readonly cause: string;
  readonly objects: number;
  /** The first few, as planned. */
  readonly examples: readonly string[];
}

/** The groups that are shown. */
export interface Problems {
  readonly groups: readonly ProblemGroup[];
  /** Objects of further groups. */
  readonly moreObjects: number;
}

const MAX_GROUPS = 1_000;
const MAX_EXAMPLES = 5;

interface OpenGroup {
  readonly pass: ReplayPass;
  readonly fate: Exclude<ObjectFate, 'scanned'>;
  readonly cause: string;
  objects: number;
  readonly examples: string[];
}

/** A class because groups gather. Places and numbers make no other cause. */
export class ProblemGroups {
  readonly #groups = new Map<string, OpenGroup>();
  #beyond = 0;

  /** Nothing of an object that was scanned. */
  add({ pass, fate, cause = 'no cause was given', object }: ObjectResult): void {
    if (fate === 'scanned') return;
    const key = JSON.stringify([pass, fate, sameness(cause, object)]);
    let group = this.#groups.get(key);
    if (group === undefined) {
      if (this.#groups.size >= MAX_GROUPS) {
        this.#beyond++;
        return;
      }
      group = { pass, fate, cause, objects: 0, examples: [] };
      this.#groups.set(key, group);
    }
    group.objects++;
    if (group.examples.length < MAX_EXAMPLES) group.examples.push(object);
  }

  /** The `limit` groups of most objects. */
  top(limit: number): Problems {
    const all = [...this.#groups.values()].sort((a, b) => b.objects - a.objects);
    const behind = all.slice(limit).reduce((sum, { objects }) => sum + objects, 0);
    return { groups: all.slice(0, limit), moreObjects: behind + this.#beyond };
  }
}

function sameness(cause: string, object: string): string {
  return cause.replaceAll(object, 'X').replace(/\d+/g, 'N');
}
