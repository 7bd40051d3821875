// What a batch of objects came to ↔ a file of the run, a line each. A batch that is read again goes on behind what stands there.

import type { CompletedScan, RunFiles } from '../../src/ports/index.ts';
import type {
  FoundLine,
  ObjectResult,
  PlannedObject,
  ReplayPass,
  WantedName,
} from '../../src/replay/index.ts';

/** An object that a pass is done with. */
export interface ObjectLine extends ObjectResult {
  readonly kind: 'object';
  /** Absent where the line of the manifest names no object. */
  readonly planned?: PlannedObject;
  /** What the ledger will keep of it: of the pass `find`, where it was scanned. */
  readonly entry?: Pick<CompletedScan, 'counts' | 'findings' | 'balances'>;
}

/** A line. */
export type BatchLine =
  | ObjectLine
  | ({ readonly kind: 'found' } & FoundLine)
  | { readonly kind: 'wanted'; readonly names: readonly WantedName[] };

/** The key of a batch: of its first object and its last, so that the same batch has the same. */
export function batchKey(
  run: string,
  pass: ReplayPass,
  objects: readonly Pick<PlannedObject, 'index'>[],
): string {
  const [first, last] = [objects[0], objects.at(-1)].map((one) =>
    String(one?.index ?? 0).padStart(12, '0'),
  );
  return `${passPrefix(run, pass)}${first}-${last}.ndjson`;
}

/** Where the files of a pass stand. */
export function passPrefix(run: string, pass: ReplayPass): string {
  return `${run}/${pass}/`;
}

/** Where findings stand that were made when all objects had been read. */
export function judgedPrefix(run: string): string {
  return `${run}/judge/`;
}

/** Lines of a file that this module wrote; none where there is no file. */
export async function readLines<T = BatchLine>(
  files: RunFiles,
  key: string,
): Promise<readonly T[]> {
  const bytes = await files.read(key);
  if (bytes === undefined) return [];
  const texts = new TextDecoder().decode(bytes).split('\n');
  return texts.filter((text) => text !== '').map((text): T => JSON.parse(text));
}

/** Files that are asked for at a time: a run of a million objects has tens of thousands, and an invocation ends. */
const READS_AT_ONCE = 16;

/** Files under a prefix with their lines, in their order; only those behind `after`. */
export async function* readFiles<T = BatchLine>(
  files: RunFiles,
  prefix: string,
  after?: string,
): AsyncGenerator<{ readonly key: string; readonly lines: readonly T[] }> {
  let keys: string[] = [];
  const readKeys = async () => {
    const some = keys;
    keys = [];
    return await Promise.all(
      some.map(async (key) => ({ key, lines: await readLines<T>(files, key) })),
    );
  };
  for await (const key of files.list(prefix, after)) {
    keys.push(key);
    if (keys.length === READS_AT_ONCE) yield* await readKeys();
  }
  yield* await readKeys();
}

/** Writes them, in place of what was there. */
export async function writeLines(
  files: RunFiles,
  key: string,
  lines: readonly object[],
): Promise<void> {
  await files.write(key, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
