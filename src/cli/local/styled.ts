// Pieces of text and how they look → text for a terminal, with escapes of ours alone.

import { safeText } from '../../model/index.ts';

/** How a piece looks, where the terminal can show it. */
export type Look = 'plain' | 'strong' | 'quoted';

/** A piece of one line. */
export interface Piece {
  readonly text: string;
  readonly look: Look;
}

/** Whether escapes may be written: on a terminal whose user has not asked for none. */
export type Styling = 'styled' | 'plain';

const CODES: Readonly<Record<Look, readonly [string, string]>> = {
  plain: ['', ''],
  strong: ['\u001b[1m', '\u001b[22m'],
  quoted: ['\u001b[36m', '\u001b[39m'],
};

/** The line; whatever a piece holds, no character of it acts on the terminal. */
export function lineText(pieces: readonly Piece[], styling: Styling): string {
  return pieces
    .map(({ text, look }) => {
      const safe = safeText(text);
      if (styling === 'plain' || safe === '') return safe;
      const [on, off] = CODES[look];
      return `${on}${safe}${off}`;
    })
    .join('');
}
