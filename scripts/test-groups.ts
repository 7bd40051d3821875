// Test files → groups, each of which runs in a process of its own: a process for every file spends more on starting
// and on loading the same modules than on most files' tests.

/** What one process runs. */
export interface TestGroup {
  /** Its place in the run, and what is in it: `03-sigma`. The runner takes files by name. */
  readonly name: string;
  /** Test files, relative to the root. */
  readonly files: readonly string[];
}

/** Start servers and processes, and wait for them: begun first, they end beside the others. */
const LONG: readonly string[] = ['test/chaos/chaos.test.ts', 'test/e2e/queue.test.ts'];

/** Folders that take longest, begun next: what is left in the end keeps both processors busy. */
const SLOW: readonly string[] = ['cli', 'infra', 'functions', 'e2e', 'adapters'];

/** Files that measure the memory of their process, or take something of Node away from it. */
const ALONE: readonly string[] = [
  'test/correlate/bounded-memory.test.ts',
  'test/decode/limits.test.ts',
  'test/decode/lacking/neither.test.ts',
  'test/decode/lacking/no-handle.test.ts',
  'test/decode/lacking/no-simd.test.ts',
];

/** Files of a group at most: a group is what is lost to the run if its process dies. */
const MOST = 30;

/** Folders with fewer files share a group with others. */
const FEW = 10;

/** Every file once: the long ones, then folders by how long they take, then by name. */
export function groupTests(files: readonly string[]): readonly TestGroup[] {
  const sorted = files.toSorted();
  const first = LONG.filter((file) => sorted.includes(file));
  const alone = ALONE.filter((file) => sorted.includes(file));
  const rest = sorted.filter((file) => !first.includes(file) && !alone.includes(file));
  const folders = Map.groupBy(rest, folderOf);
  const slow = SLOW.flatMap((folder) => parts(folders.get(folder) ?? []));
  const others = [...folders].filter(([folder]) => !SLOW.includes(folder)).map(([, list]) => list);
  const groups = [
    ...first.map((file) => [file]),
    ...slow,
    ...others.filter((list) => list.length >= FEW).flatMap(parts),
    ...parts(others.filter((list) => list.length < FEW).flat()),
    ...alone.map((file) => [file]),
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
  const first = folderOf(file);
  const last = folderOf(files.at(-1) ?? file);
  const folders = first === last ? first : `${first}-to-${last}`;
  const what = files.length === 1 ? file.slice('test/'.length, -'.test.ts'.length) : folders;
  return `${String(index).padStart(2, '0')}-${what.replaceAll('/', '-')}`;
}
