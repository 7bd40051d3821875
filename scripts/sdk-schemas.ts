// The SDK's schemas of a service → the same, of which a bundle keeps only what it uses.

import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/** Where each client keeps the schemas of all its operations. */
const SCHEMAS = /@aws-sdk\/client-[a-z0-9-]+\/dist-es\/schemas\/schemas_\d+\.js$/;

/** A schema: an array at the top level, whose members are constants of its module, and functions. */
const DECLARATION = /^((?:export )?(?:const|let|var) [\w$]+ = )(\[[\s\S]*?\]);$/gm;

/** What makes a class of a service's error: `n0_registry.registerError(Name$, Name);`. */
const REGISTRATION = /^[ \t]*\w+\.registerError\((\w+)\$, \1\);$/gm;

/** Errors that our code tells by their class. All others it knows by their code, which the base exception has too. */
const KEPT_ERRORS: readonly string[] = ['ConditionalCheckFailedException'];

/** Leaves out the classes of errors that nobody asks for: 90 of them, which registration alone would keep. */
export function forgetErrors(source: string): string {
  return source.replace(REGISTRATION, (line: string, name: string) =>
    name.endsWith('ServiceException') || KEPT_ERRORS.includes(name) ? line : '',
  );
}

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
      contents: markSchemasPure(forgetErrors(readFileSync(path, 'utf8'))),
      loader: 'js',
      resolveDir: dirname(path),
    }));
  },
};
