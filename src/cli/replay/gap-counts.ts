// Gaps as they are found → counts and first examples, and lines for people.

import { safeText } from '../../model/index.ts';
import type { Volume } from '../../replay/index.ts';
import { plural } from '../plural.ts';
import { GAP_FATES, type Gap, type GapFate } from './find-gaps.ts';
import { bytesText } from './amounts.ts';

const SHOWN = 5;
const MEANINGS: Readonly<Record<GapFate, string>> = {
  never: 'never scanned to the end',
  older: 'scanned with other rules or code',
  incomplete: 'scanned, with rejected records',
  scanned: 'scanned with these rules',
};

/** A class because it counts what a listing brings. */
export class GapCounts {
  readonly #volumes = new Map<GapFate, Volume>();
  readonly #examples = new Map<GapFate, string[]>();

  add({ fate, bucket, key, size }: Gap): void {
    const { objects, bytes } = this.of(fate);
    this.#volumes.set(fate, { objects: objects + 1, bytes: bytes + size });
    const examples = this.#examples.get(fate) ?? [];
    this.#examples.set(fate, examples);
    if (examples.length < SHOWN) examples.push(`s3://${bucket}/${key}`);
  }

  of(fate: GapFate): Volume {
    return this.#volumes.get(fate) ?? { objects: 0, bytes: 0 };
  }

  /** Objects that today's rules have not seen to their end. */
  get gaps(): number {
    return GAP_FATES.reduce(
      (sum, fate) => sum + (fate === 'scanned' ? 0 : this.of(fate).objects),
      0,
    );
  }

  /** By fate. */
  toJSON(): Readonly<Record<GapFate, Volume>> {
    return {
      never: this.of('never'),
      older: this.of('older'),
      incomplete: this.of('incomplete'),
      scanned: this.of('scanned'),
    };
  }

  /** A line a fate, with the first objects of each gap. */
  text(): string {
    return GAP_FATES.map((fate) => this.#fateText(fate)).join('');
  }

  #fateText(fate: GapFate): string {
    const { objects, bytes } = this.of(fate);
    const head = `${fate}: ${plural(objects, 'object')}, ${bytesText(bytes)} (${MEANINGS[fate]})\n`;
    if (fate === 'scanned') return head;
    const examples = this.#examples.get(fate) ?? [];
    const more = objects - examples.length;
    return [
      head,
      ...examples.map((name) => `  ${safeText(name)}\n`),
      ...(more > 0 ? [`  … and ${plural(more, 'more object')}\n`] : []),
    ].join('');
  }
}
