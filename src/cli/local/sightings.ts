// What a folder held at each look → the files that are whole, each told once for each content.
//
//   seen ── the same size and time at a later look, or untouched for a while ──→ whole ── changed ──→ seen again
//
// Who writes slowly under the last name may be taken too early. The rest then makes another content, which is told too: what
// was found in the beginning has the same ids and is not told twice.

/** A file, at one look. */
export interface SeenFile {
  readonly path: string;
  readonly size: number;
  /** Epoch ms of its last change. */
  readonly mtimeMs: number;
}

/** A file whose content was the same for so long is whole. */
export const STEADY_MS = 1_000;

/** Endings of files that are still being written: browsers, `curl`, exporters that rename when they are done. */
const UNFINISHED = /\.(?:tmp|temp|part|partial|crdownload|filepart)$/i;

interface Sighting {
  readonly content: string;
  readonly sinceMs: number;
  readonly isTold: boolean;
}

/** Remembers what was seen. */
export class Sightings {
  #seen = new Map<string, Sighting>();

  /** The files that are whole and were not told. Those that are gone are forgotten. */
  look(files: readonly SeenFile[], nowMs: number): readonly SeenFile[] {
    const seen = new Map<string, Sighting>();
    const whole: SeenFile[] = [];
    for (const file of files.filter(({ path }) => !UNFINISHED.test(path))) {
      const content = `${file.size} ${file.mtimeMs}`;
      const before = this.#seen.get(file.path);
      const isSame = before?.content === content;
      const sinceMs = isSame ? before.sinceMs : Math.min(nowMs, file.mtimeMs);
      const isWhole = nowMs - sinceMs >= STEADY_MS;
      const wasTold = isSame && before.isTold;
      if (isWhole && !wasTold) whole.push(file);
      seen.set(file.path, { content, sinceMs, isTold: isWhole || wasTold });
    }
    this.#seen = seen;
    return whole;
  }

  /** Has a file told again, once it is steady from now on: it could not be taken. */
  again(path: string, nowMs: number): void {
    const before = this.#seen.get(path);
    if (before !== undefined) this.#seen.set(path, { ...before, sinceMs: nowMs, isTold: false });
  }

  /** Whether files were seen that are not whole yet. */
  get areWaiting(): boolean {
    return [...this.#seen.values()].some(({ isTold }) => !isTold);
  }
}
