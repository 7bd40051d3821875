// Files as text → a throw-away tree outside the repository, so that a fault can be planted and never left behind.

import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root, absolute. */
export const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** What the nets are configured by: copied into every planted tree, so that the real configuration is tested. */
const CONFIGURATION = ['package.json', 'biome.json', 'tsconfig.json', 'tsconfig.pure.json'];

/** Makes the tree, runs `use` on its root, and removes it. Paths are relative, with `/`. */
export async function withTree<T>(
  files: Readonly<Record<string, string>>,
  use: (root: string) => T | Promise<T>,
): Promise<T> {
  const root = mkdtempSync(join(tmpdir(), 'sigma-lambda-net-'));
  try {
    for (const name of CONFIGURATION) copyFileSync(join(REPOSITORY, name), join(root, name));
    cpSync(join(REPOSITORY, 'lint'), join(root, 'lint'), { recursive: true });
    symlinkSync(join(REPOSITORY, 'node_modules'), join(root, 'node_modules'), 'dir');
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
