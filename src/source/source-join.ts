// What a source's tables say of the join: which fields its connections lack, and which events bring them.

import type { Joins, SourceAdapter } from './adapter.ts';
import { PROCESS_FIELDS } from './join.ts';
import { listSources } from './registry.ts';

/** The join of one source. A field that nothing states is waited for by nobody. */
export interface SourceJoin {
  /** Fields that other events state of a connection's process, file or host. */
  readonly offered: ReadonlySet<string>;
  /** Of those: what events other than process starts state, so that a start does not say the last word. */
  readonly apart: ReadonlySet<string>;
  /** Of those offered: what the source's connections lack. Elsewhere a connection has them itself, or nobody has. */
  readonly lacked: ReadonlySet<string>;
}

/** What connections have that lack the command line alone: their sensor looks the process up for each of them. */
const LOOKED_UP: ReadonlySet<string> = new Set([
  'Image',
  'Signature',
  'SignatureStatus',
  'Signed',
  'ProcessId',
  'User',
  'UserSid',
]);

let joins: ReadonlyMap<string, SourceJoin> | undefined;

/** The joins of all sources, by id; made when they are first asked for. */
export function sourceJoins(): ReadonlyMap<string, SourceJoin> {
  joins ??= new Map(listSources().map((source) => [source.id, joinOf(source)]));
  return joins;
}

function joinOf({ joins, offers, tables, derived }: SourceAdapter): SourceJoin {
  const rows = tables.flatMap((table) => table.rows);
  const known = new Set([...rows, ...derived].map(({ field }) => field));
  const ofStarts = offers?.ofStarts ?? PROCESS_FIELDS.filter((field) => known.has(field));
  const apart = new Set(offers?.ofOthers);
  const offered = new Set([...ofStarts, ...apart]);
  const asked = offers?.byOthersAlone === true ? apart : offered;
  return { offered, apart, lacked: new Set([...asked].filter((field) => lacks(joins, field))) };
}

function lacks(joins: Joins, field: string): boolean {
  switch (joins) {
    case 'none':
      return false;
    case 'commandLine':
      return !LOOKED_UP.has(field);
    // What names signatures apart may leave out the program too: a connection tells what its sensor knew by then.
    case 'signature':
    case 'image+signature':
      return true;
  }
}
