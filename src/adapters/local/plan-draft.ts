// What a listing brings → the files of a plan: under other names while it lasts, so that it can go on after any end.
//
//   listing.json   what is listed, the last place that is safely written, and the bytes of both files at that time
//   *.part         the files so far; what stands behind those bytes is cut off when the listing goes on

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  type FileHandle,
  mkdir,
  open,
  readFile,
  rename,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject, parseJson } from '../../model/index.ts';
import {
  MANIFEST_FILE,
  manifestLine,
  NEEDS_RESTORE_FILE,
  PLAN_FILE,
  PlanError,
  type PlannedFile,
  type PlannedS3Object,
  type ReplayPlan,
  STANDARD,
  type Volume,
} from '../../replay/index.ts';
import { codeOf } from './error-code.ts';
import { parseListing } from './plan-listing.ts';

/** Beside the partial files, until the plan is whole. */
export const LISTING_FILE = 'listing.json';
const PART = '.part';

/** What is asked for, in words that differ where the answer would. */
export type DraftRequest = Readonly<Record<string, string | number>>;

/** Counts that go on with the listing. */
export interface DraftTotals {
  readonly requests: number;
  /** Marks of folders and empty objects, left out. */
  readonly empty: number;
  /** Left out by time or storage class. */
  readonly outside: number;
  readonly byStorageClass: Readonly<Record<string, Volume>>;
  readonly needsRestore: Volume;
  readonly planned: Volume;
}

const NONE = { objects: 0, bytes: 0 };
const NOTHING: DraftTotals = {
  ...{ requests: 0, empty: 0, outside: 0 },
  ...{ byStorageClass: {}, needsRestore: NONE, planned: NONE },
};

/** An object that has no place in the plan yet. */
export type Undrafted = Omit<PlannedS3Object, 'index'> | Omit<PlannedFile, 'index'>;

/** A plan that is being made. */
export interface PlanDraft {
  /** Where the listing goes on; undefined = it begins. */
  readonly after: string | undefined;
  readonly totals: DraftTotals;
  add(object: Undrafted, isArchived: boolean): void;
  /** Counts what is not in the plan. */
  count(what: Partial<Pick<DraftTotals, 'requests' | 'empty' | 'outside'>>): void;
  /** Writes what was added. */
  flush(): Promise<void>;
  /** Writes it, and that the listing goes on behind `after`. */
  checkpoint(after: string): Promise<void>;
  /** The whole manifest as written: its path while the plan is made, its bytes and its SHA-256. */
  seal(): Promise<{ readonly path: string; readonly bytes: number; readonly sha256: string }>;
  /** Gives the files their names. The plan is whole once this resolves. */
  finish(plan: ReplayPlan): Promise<void>;
  /** Leaves the files as they are. Again does nothing. */
  close(): Promise<void>;
}

/** Begins a plan in a folder, or goes on with the same. Throws PlanError where the folder holds another. */
export async function createPlanDraft(folder: string, request: DraftRequest): Promise<PlanDraft> {
  await makeFolder(folder);
  if (await isThere(join(folder, PLAN_FILE))) {
    throw new PlanError(`${folder} holds a plan, and plans are not changed; choose another --out`);
  }
  const begun = await readListing(folder, request);
  const files = {
    planned: await openPart(folder, MANIFEST_FILE, begun?.plannedBytes ?? 0),
    archived: await openPart(folder, NEEDS_RESTORE_FILE, begun?.archivedBytes ?? 0),
  };
  return new FolderDraft(folder, request, files, begun);
}

interface Part {
  readonly handle: FileHandle;
  readonly path: string;
  readonly hash: ReturnType<typeof createHash>;
  bytes: number;
}

type Begun = ReturnType<typeof parseListing>;

/** A class because every operation writes the same two files and counts. */
class FolderDraft implements PlanDraft {
  readonly after: string | undefined;
  readonly #folder: string;
  readonly #request: DraftRequest;
  readonly #files: { readonly planned: Part; readonly archived: Part };
  readonly #classes: Map<string, Volume>;
  #isClosed = false;
  #waiting = { planned: [] as string[], archived: [] as string[] };
  #totals: Omit<DraftTotals, 'byStorageClass'>;

  constructor(
    folder: string,
    request: DraftRequest,
    files: { readonly planned: Part; readonly archived: Part },
    begun: Begun | undefined,
  ) {
    this.#folder = folder;
    this.#request = request;
    this.#files = files;
    this.after = begun?.after;
    const { byStorageClass, ...totals } = begun?.totals ?? NOTHING;
    this.#totals = totals;
    this.#classes = new Map(Object.entries(byStorageClass));
  }

  get totals(): DraftTotals {
    return { ...this.#totals, byStorageClass: Object.fromEntries(this.#classes) };
  }

  add(object: Undrafted, isArchived: boolean): void {
    const kind = isArchived ? 'needsRestore' : 'planned';
    const volume = this.#totals[kind];
    const line = manifestLine({ index: volume.objects, ...object });
    this.#waiting[isArchived ? 'archived' : 'planned'].push(line);
    this.#totals = { ...this.#totals, [kind]: more(volume, object.size) };
    if ('path' in object) return;
    const { storageClass = STANDARD } = object;
    this.#classes.set(storageClass, more(this.#classes.get(storageClass), object.size));
  }

  count(what: Partial<Pick<DraftTotals, 'requests' | 'empty' | 'outside'>>): void {
    const { requests = 0, empty = 0, outside = 0 } = what;
    this.#totals = {
      ...this.#totals,
      requests: this.#totals.requests + requests,
      empty: this.#totals.empty + empty,
      outside: this.#totals.outside + outside,
    };
  }

  async flush(): Promise<void> {
    const { planned, archived } = this.#waiting;
    this.#waiting = { planned: [], archived: [] };
    await append(this.#files.planned, planned);
    await append(this.#files.archived, archived);
  }

  async checkpoint(after: string): Promise<void> {
    await this.flush();
    const { planned, archived } = this.#files;
    const bytes = { plannedBytes: planned.bytes, archivedBytes: archived.bytes };
    const text = JSON.stringify({ request: this.#request, after, ...bytes, totals: this.totals });
    await replace(join(this.#folder, LISTING_FILE), text);
  }

  async seal() {
    await this.flush();
    const { path, bytes, hash } = this.#files.planned;
    return { path, bytes, sha256: hash.copy().digest('hex') };
  }

  async finish(plan: ReplayPlan): Promise<void> {
    const { planned, archived } = this.#files;
    for (const { handle } of [planned, archived]) await handle.sync();
    await this.close();
    await rename(archived.path, join(this.#folder, NEEDS_RESTORE_FILE));
    await rename(planned.path, join(this.#folder, MANIFEST_FILE));
    await replace(join(this.#folder, PLAN_FILE), `${JSON.stringify(plan, undefined, 2)}\n`);
    await rm(join(this.#folder, LISTING_FILE), { force: true });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#files.planned.handle.close();
    await this.#files.archived.handle.close();
  }
}

function more(volume: Volume | undefined, bytes: number): Volume {
  return { objects: (volume?.objects ?? 0) + 1, bytes: (volume?.bytes ?? 0) + bytes };
}

async function append(part: Part, lines: readonly string[]): Promise<void> {
  if (lines.length === 0) return;
  const bytes = Buffer.from(lines.join(''));
  await part.handle.appendFile(bytes);
  part.hash.update(bytes);
  part.bytes += bytes.length;
}

/** The file as it was when the listing was last written down; what came behind is cut off. */
async function openPart(folder: string, name: string, bytes: number): Promise<Part> {
  const path = join(folder, name + PART);
  // A plan that was being finished: only its name had changed.
  if (await isThere(join(folder, name))) await rename(join(folder, name), path);
  const handle = await open(path, 'a');
  const { size } = await handle.stat();
  if (size < bytes) {
    await handle.close();
    throw new PlanError(
      `${path} has ${size} bytes, expected ${bytes}: remove ${folder}, and plan again`,
    );
  }
  await truncate(path, bytes);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 18 })) hash.update(chunk);
  return { handle, path, hash, bytes };
}

async function readListing(folder: string, request: DraftRequest): Promise<Begun | undefined> {
  const path = join(folder, LISTING_FILE);
  if (!(await isThere(path))) return refuseStrangers(folder);
  const value = parseJson(await readFile(path, 'utf8'));
  const begun = isJsonObject(value) ? value['request'] : undefined;
  if (JSON.stringify(begun) !== JSON.stringify(request)) {
    throw new PlanError(
      `${folder} holds a listing of ${JSON.stringify(begun)}, and this asks for ${JSON.stringify(request)}; ` +
        'give the same command to go on with it, or another --out',
    );
  }
  return parseListing(value, path);
}

/** A manifest without a word on what it is a manifest of is not ours to replace. */
async function refuseStrangers(folder: string): Promise<undefined> {
  for (const name of [MANIFEST_FILE, NEEDS_RESTORE_FILE]) {
    if (await isThere(join(folder, name))) {
      throw new PlanError(`${join(folder, name)} is there without a plan; choose another --out`);
    }
  }
}

/** Written whole or not at all. */
async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new PlanError(`${folder} cannot be made: ${codeOf(cause) ?? String(cause)}`, { cause });
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false;
    throw cause;
  }
}
