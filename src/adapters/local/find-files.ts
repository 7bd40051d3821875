// What a person names (a file, a folder, a glob) → the files it stands for, in a fixed order, and what cannot be read.

import { type Dirent, globSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs';

/** A regular file. `path` is spelt as given: relative stays relative. */
export interface FoundFile {
  readonly path: string;
  readonly size: number;
}

/** A path that will not be read. Reported, never passed over. */
export interface PathProblem {
  readonly path: string;
  readonly message: string;
}

/** Receives what is found. */
interface Findings {
  readonly files: FoundFile[];
  /** Markdown met while walking a folder: a README beside logs is no log. Read where it is named. */
  readonly leftOut: string[];
  readonly problems: PathProblem[];
}

/** Files and problems under one or more names. */
export type FoundFiles = Readonly<{ [K in keyof Findings]: Readonly<Findings[K]> }>;

const DOCUMENTATION = /\.md$/i;
const GLOB_CHARACTERS = /[*?[\]{}]/;
const URL_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** A name that exists is taken literally, whatever its characters; else as a glob if it has a glob's. */
export function findFiles(path: string): FoundFiles {
  const found: Findings = { files: [], leftOut: [], problems: [] };
  const stats = readStats(path, found);
  if (stats !== undefined) {
    addPath(path, stats, new Set(), found);
  } else if (found.problems.length === 0) {
    addGlob(path, found);
  }
  return found;
}

function addGlob(pattern: string, found: Findings): void {
  const paths = GLOB_CHARACTERS.test(pattern) ? globSync(pattern).sort() : [];
  if (paths.length === 0) {
    found.problems.push({ path: pattern, message: reasonOfNothing(pattern) });
  }
  for (const path of paths) addEntry(path, new Set(), found);
}

function reasonOfNothing(pattern: string): string {
  if (URL_SCHEME.test(pattern))
    return 'is a URL, which cannot be read yet; expected a file or folder';
  return GLOB_CHARACTERS.test(pattern) ? 'matches no file' : 'does not exist';
}

/** Adds a path that a folder or a glob lists: a link to nowhere is a problem here too. */
function addEntry(path: string, visited: Set<string>, found: Findings): void {
  const before = found.problems.length;
  const stats = readStats(path, found);
  if (stats !== undefined) addPath(path, stats, visited, found);
  else if (found.problems.length === before) {
    // What is no UTF-8 stands in the name as this, and names another file.
    const isUnreadable = path.includes('\uFFFD');
    const message = isUnreadable ? 'has a name that is not UTF-8' : 'is a link to nothing';
    found.problems.push({ path, message });
  }
}

function addPath(path: string, stats: Stats, visited: Set<string>, found: Findings): void {
  if (stats.isDirectory()) addFolder(path, visited, found);
  else if (stats.isFile()) found.files.push({ path, size: stats.size });
  else found.problems.push({ path, message: `is ${kindOf(stats)}; expected a regular file` });
}

/** Visits each real folder once, so that links cannot lead in circles. Hidden entries are left out. */
function addFolder(path: string, visited: Set<string>, found: Findings): void {
  const entries = listFolder(path, visited, found);
  const names = entries.map(({ name }) => name).filter((name) => !name.startsWith('.'));
  for (const name of names.sort()) {
    const entry = path.endsWith('/') ? path + name : `${path}/${name}`;
    if (DOCUMENTATION.test(name)) found.leftOut.push(entry);
    else addEntry(entry, visited, found);
  }
}

function listFolder(path: string, visited: Set<string>, found: Findings): readonly Dirent[] {
  try {
    const real = realpathSync(path);
    if (visited.has(real)) return [];
    visited.add(real);
    return readdirSync(path, { withFileTypes: true });
  } catch (cause) {
    found.problems.push({ path, message: `cannot be listed: ${reasonOf(cause)}` });
    return [];
  }
}

/** Undefined where nothing is there, or where looking failed: then a problem says why. */
function readStats(path: string, found: Findings): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    found.problems.push({ path, message: `cannot be read: ${reasonOf(cause)}` });
    return undefined;
  }
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe (standard input is named -)';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}

/** The system's words, which begin with its code: `EACCES: permission denied, …`. */
function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
