// A bucket's listing, which is by key and not by time → objects that are likely the newest, and what was looked at to say so.
//
//   all keys within MAX_PAGES   the newest of all: exact
//   more                        down the folders, the last by name first, as dates are written: an estimate, and said to be one

import type { BucketInspector, Fact, ListedObject, ListedPage } from '../../ports/index.ts';

/** What was found by a bounded listing. */
export interface RecentObjects {
  /** All that were listed. */
  readonly listed: readonly ListedObject[];
  /** Of those the newest, of each branch in turn; without markers of folders and empty objects. */
  readonly recent: readonly ListedObject[];
  /** True where `listed` is all that there is. */
  readonly isExact: boolean;
  /** Folders whose objects were listed, where not all were. */
  readonly folders: readonly string[];
}

/** Requests of a thousand keys for what is taken to be all. */
const MAX_PAGES = 5;
/** Folders that are gone down into at the first level with several: often one for each source. */
const MAX_BRANCHES = 8;
/** Levels below the prefix: year, month, day, hour and what stands before and between. */
const MAX_DEPTH = 10;
/** Objects that are decoded. */
const MAX_RECENT = 20;

/** Looks for them. Asks for at most some hundred pages. */
export async function findRecent(
  s3: BucketInspector,
  prefix: string,
): Promise<Fact<RecentObjects>> {
  const first = await listAll(s3, prefix, MAX_PAGES);
  if (first.kind === 'unknown') return first;
  if (!first.value.isCut) {
    const listed = first.value.objects;
    return known({ listed, recent: newest([listed]), isExact: true, folders: [] });
  }
  const branches: ListedObject[][] = [];
  const folders: string[] = [];
  for (const branch of await branchesOf(s3, prefix)) {
    const leaf = await lastFolder(s3, branch, MAX_DEPTH);
    const found = await listAll(s3, leaf, MAX_PAGES);
    if (found.kind === 'unknown') return found;
    branches.push(found.value.objects);
    folders.push(leaf);
  }
  const listed = branches.flat();
  return known({ listed, recent: newest(branches), isExact: false, folders });
}

/** Up to so many pages; `isCut` where there are more. */
export async function listAll(
  s3: BucketInspector,
  prefix: string,
  pages: number,
): Promise<Fact<{ readonly objects: ListedObject[]; readonly isCut: boolean }>> {
  const objects: ListedObject[] = [];
  let next: string | undefined;
  for (let page = 0; page < pages; page++) {
    const listed = await s3.list({ prefix, byFolder: false, next });
    if (listed.kind === 'unknown') return listed;
    objects.push(...listed.value.objects);
    next = listed.value.next;
    if (next === undefined) break;
  }
  return known({ objects, isCut: next !== undefined });
}

/** The folders of the first level that has several, the last by name; the prefix itself where there are none. */
async function branchesOf(s3: BucketInspector, prefix: string): Promise<readonly string[]> {
  let at = prefix;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const folders = await foldersOf(s3, at);
    const [only, ...others] = folders;
    if (only === undefined) return [at];
    if (others.length > 0) return folders.slice(-MAX_BRANCHES);
    at = only;
  }
  return [at];
}

async function lastFolder(s3: BucketInspector, prefix: string, depth: number): Promise<string> {
  const last = depth === 0 ? undefined : (await foldersOf(s3, prefix)).at(-1);
  return last === undefined ? prefix : await lastFolder(s3, last, depth - 1);
}

/** Of up to MAX_PAGES thousand names; empty also where they are refused: then the level above is looked at. */
async function foldersOf(s3: BucketInspector, prefix: string): Promise<readonly string[]> {
  const folders: string[] = [];
  let page: ListedPage | undefined;
  for (let count = 0; count < MAX_PAGES; count++) {
    const listed = await s3.list({ prefix, byFolder: true, next: page?.next });
    if (listed.kind === 'unknown') return folders;
    page = listed.value;
    folders.push(...page.folders);
    if (page.next === undefined) break;
  }
  return folders;
}

/** The newest of each branch, then the second of each. */
function newest(branches: readonly (readonly ListedObject[])[]): readonly ListedObject[] {
  const sorted = branches.map((objects) =>
    objects
      .filter(({ key, size }) => size > 0 && !key.endsWith('/'))
      .toSorted((a, b) => b.modifiedMs - a.modifiedMs || (a.key < b.key ? 1 : -1)),
  );
  const taken: ListedObject[] = [];
  for (let rank = 0; taken.length < MAX_RECENT; rank++) {
    const round = sorted.flatMap((objects) => objects[rank] ?? []);
    if (round.length === 0) break;
    taken.push(...round);
  }
  return taken.slice(0, MAX_RECENT);
}

function known<T>(value: T): Fact<T> {
  return { kind: 'known', value };
}
