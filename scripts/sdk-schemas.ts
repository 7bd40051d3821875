// The SDK's schemas of a service → the same, of which a bundle keeps only what it uses.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/** Where each client keeps the schemas of all its operations. */
const SCHEMAS = /@aws-sdk\/client-[a-z0-9-]+\/dist-es\/schemas\/schemas_\d+\.js$/;

/** A schema: an array at the top level, whose members are constants of its module, and functions. */
const DECLARATION = /^((?:export )?(?:const|let|var) [\w$]+ = )(\[[\s\S]*?\]);$/gm;

/**
 * Marks schemas as free of effects. Their computed keys (`{ [_hC]: '-' }`) are constants, but a bundler must suppose that a
 * key's toString does something, and keeps all 480 schemas of S3 for one operation.
 */
export function markSchemasPure(source: string): string {
  return source.replace(DECLARATION, '$1/* @__PURE__ */ (() => $2)();');
}

/** The plugin of esbuild. */
export const sdkSchemas: Plugin = {
  name: 'sdk-schemas',
  setup(build) {
    build.onLoad({ filter: SCHEMAS }, ({ path }) => ({
      contents: markSchemasPure(readFileSync(path, 'utf8')),
      loader: 'js',
      resolveDir: dirname(path),
    }));
  },
};
