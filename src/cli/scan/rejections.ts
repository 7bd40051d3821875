// Rejected records → the first few for the summary, and all of them to the quarantine folder if there is one.

import { createQuarantineFolder } from '../../adapters/local/index.ts';
import type { Rejection } from '../../model/index.ts';
import type { Quarantine } from '../../ports/index.ts';
import { EnvironmentError, reasonOf } from '../errors.ts';

/** Rejections shown; the count says how many there were. */
const SHOWN = 5;

/** Rejections behind which garbage is collected: V8 keeps what JSON.parse makes of a text that it refuses among old objects. */
const REJECTIONS_PER_COLLECTION = 128 * 1024;

/** A rejection as the summary names it. The record's bytes are not kept. */
export type ShownRejection = { readonly object: string } & Omit<Rejection, 'bytes'>;

/** A quarantine that remembers what to show. */
export interface Rejections extends Quarantine {
  readonly shown: readonly ShownRejection[];
  close(): Promise<void>;
}

/** Opens the folder, if one is named, at once: a scan must not find out after an hour that it cannot write. */
export function createRejections(folder: string | undefined): Rejections {
  const kept = folder === undefined ? undefined : openFolder(folder);
  const shown: ShownRejection[] = [];
  let count = 0;
  return {
    shown,
    async keep(object, rejection) {
      const { bytes: _bytes, ...place } = rejection;
      if (shown.length < SHOWN) shown.push({ object, ...place });
      await kept?.keep(object, rejection);
      count++;
      if (count % REJECTIONS_PER_COLLECTION === 0) globalThis.gc?.();
    },
    close: async () => kept?.close(),
  };
}

function openFolder(folder: string) {
  try {
    return createQuarantineFolder(folder);
  } catch (cause) {
    throw new EnvironmentError(`--quarantine ${folder} cannot be used: ${reasonOf(cause)}`, {
      cause,
    });
  }
}
