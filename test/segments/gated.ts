// Files of segments whose every call is a step, and runs of settle over them, for tests of interleavings.

import type { SegmentFiles } from '../../src/ports/index.ts';
import {
  compactSegments,
  FooterCache,
  type PromoteDeps,
  promoteSegments,
} from '../../src/segments/index.ts';
import { CrashError, type Gate, type Task } from '../state/interleavings.ts';

/** Each call is a step, and each key of a listing: it is no picture of one moment. */
export function gated(files: SegmentFiles, gate: Gate): SegmentFiles {
  return {
    async *list(after) {
      const keys = files.list(after)[Symbol.asyncIterator]();
      for (;;) {
        const next = await gate.step(() => keys.next());
        if (next.done === true) return;
        yield next.value;
      }
    },
    read: (key, span) => gate.step(() => files.read(key, span)),
    write: (key, content) => gate.step(() => files.write(key, content)),
    remove: (keys) => gate.step(() => files.remove(keys)),
  };
}

/** Where files lie, and what a run is given. */
export interface RunWorld {
  readonly files: SegmentFiles;
  deps(changes?: Partial<PromoteDeps>): PromoteDeps;
}

/** A process of its own, with time for so many batches. */
export const settling =
  (world: RunWorld, batches = 1): Task =>
  async (gate) => {
    const deps = world.deps({ files: gated(world.files, gate), footers: new FooterCache() });
    let left = batches;
    const { sight } = await promoteSegments({ ...deps, hasTime: () => left-- > 0 });
    await compactSegments(sight, deps);
  };

/** What another process does at one of a run's calls: it writes an object, and a run of its own begins and ends. */
export interface Overtaking {
  readonly atStep: number;
  readonly batchFiles: number;
  write(): Promise<void>;
}

/** Runs settle, is overtaken, and ends at a call, if it comes so far; says whether it was overtaken. */
export async function overtaken(
  world: RunWorld,
  batchFiles: number,
  { atStep, ...other }: Overtaking,
  endsAfter: number,
): Promise<boolean> {
  let steps = 0;
  const gate: Gate = {
    async step(action) {
      if (steps === endsAfter) throw new CrashError();
      if (steps++ === atStep) {
        await other.write();
        let left = 1;
        const deps = { footers: new FooterCache(), hasTime: () => left-- > 0 };
        await promoteSegments(world.deps({ ...deps, batchFiles: other.batchFiles }));
      }
      return await action();
    },
  };
  const files = gated(world.files, gate);
  let left = 1;
  const deps = { files, footers: new FooterCache(), hasTime: () => left-- > 0, batchFiles };
  await promoteSegments(world.deps(deps)).catch((thrown: unknown) => {
    if (!(thrown instanceof CrashError)) throw thrown;
  });
  return steps > atStep;
}
