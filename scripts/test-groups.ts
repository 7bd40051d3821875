// Test files → groups, each of which runs in a process of its own: a process for every file spends more on starting
// and on loading the same modules than on most files' tests.

/** What one process runs. */
export interface TestGroup {
  /** Its place in the run, and what is in it: `03-sigma`. The runner takes files by name. */
  readonly name: string;
  /** Test files, relative to the root. */
  readonly files: readonly string[];
}

/** Start servers and processes, and take longest: begun first, they end beside the others. */
const LONG: readonly string[] = ['test/chaos/chaos.test.ts', 'test/e2e/queue.test.ts'];

/** Folders whose files stand alone, and files that measure the memory of their process. */
const ALONE: readonly string[] = [
  'test/e2e/',
  'test/correlate/bounded-memory.test.ts',
  'test/decode/limits.test.ts',
];

/** Files of a group at most: a group is what is lost to the run if its process dies. */
const MOST = 20;

/** Every file once, in the order of their names but for the long ones. */
export function groupTests(files: readonly string[]): readonly TestGroup[] {
  const sorted = files.toSorted();
  const first = LONG.filter((file) => sorted.includes(file));
  const others = sorted.filter((file) => !first.includes(file));
  const alone = others.filter((file) => ALONE.some((start) => file.startsWith(start)));
  const together = Object.groupBy(
    others.filter((file) => !alone.includes(file)),
    folderOf,
  );
  const groups = [
    ...[...first, ...alone].map((file) => [file]),
    ...Object.values(together).flatMap((list = []) => parts(list)),
  ];
  return groups.map((list, index) => ({ name: nameOf(list, index), files: list }));
}

/** `test/sigma/witnesses.test.ts` → `sigma`. */
function folderOf(file: string): string {
  const [, folder = ''] = file.split('/');
  return folder;
}

/** As few as there may be, of like size. */
function parts(files: readonly string[]): readonly (readonly string[])[] {
  const size = Math.ceil(files.length / Math.ceil(files.length / MOST));
  const starts = files.map((_, index) => index).filter((index) => index % size === 0);
  return starts.map((start) => files.slice(start, start + size));
}

function nameOf(files: readonly string[], index: number): string {
  const [file = ''] = files;
  const what = files.length > 1 ? folderOf(file) : file.slice('test/'.length, -'.test.ts'.length);
  return `${String(index).padStart(3, '0')}-${what.replaceAll('/', '-')}`;
}
