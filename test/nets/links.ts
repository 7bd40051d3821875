// Markdown → its relative links that lead nowhere.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const LINK = /\]\(([^)\s]+)\)/g;
/** Code shows syntax, not links. */
const CODE = /```[\s\S]*?```|`[^`\n]*`/g;

/** Targets in `text`, the file at `path`, that stand for a file or folder which does not exist. */
export function findBrokenLinks(path: string, text: string): readonly string[] {
  return [...text.replace(CODE, '').matchAll(LINK)]
    .map(([, target = '']) => target)
    .filter((target) => !/^(?:[a-z]+:|#)/.test(target))
    .filter((target) => !existsSync(join(dirname(path), target.replace(/#.*$/, ''))));
}
