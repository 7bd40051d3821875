// Plants what a pure layer may not know in each pure layer, compiles it by tsconfig.pure.json, and sees it refused;
// the same text compiles under tsconfig.json, so that it is the purity that refuses it.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import ts from 'typescript';
import { LAYERS } from '../../scripts/layers.ts';
import { IS_THOROUGH } from '../support/runs.ts';
import { REPOSITORY, withTree } from './planted-tree.ts';

const IMPURE: readonly (readonly [what: string, text: string])[] = [
  ['process.env', "export const a = process.env['HOME'];"],
  ['Buffer', "export const a = Buffer.from('a');"],
  ['setTimeout', 'export const a = setTimeout(() => 1, 1);'],
  ['console', "console.log('a');\nexport const a = 1;"],
  ['fetch', "export const a = fetch('a');"],
  ['performance', 'export const a = performance.now();'],
  ['a node builtin', "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;"],
];

const LOOSE: readonly (readonly [what: string, text: string])[] = [
  ['an implicit any', 'export const a = (b) => b;'],
  ['an unchecked index', 'export const a: number = [1][0];'],
  ['an enum', 'export enum A {\n  B,\n}'],
  ['a parameter property', 'export class A {\n  constructor(readonly b: number) {}\n}'],
  ['a type imported as a value', "import { B } from './sound.ts';\nexport const a: B = 1;"],
  ['undefined for an optional property', 'export const a: { b?: number } = { b: undefined };'],
  ['an unused variable', 'const a = 1;\nexport {};'],
];

const SOUND = 'src/model/sound.ts';

/** A type checker's configuration of the tree under `root`. */
function configuration(root: string, name: string): ts.ParsedCommandLine {
  const { config, error } = ts.readConfigFile(join(root, name), ts.sys.readFile);
  assert.equal(error, undefined);
  return ts.parseJsonConfigFileContent(config, ts.sys, root, undefined, name);
}

/** The files in which the compiler finds a fault, relative to root. */
function faultyFiles(root: string, name: string): ReadonlySet<string> {
  const { fileNames, options } = configuration(root, name);
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
  return new Set(diagnostics.map(({ file }) => file?.fileName.slice(root.length + 1) ?? '-'));
}

/** Folders that tsconfig.pure.json compiles. */
const COMPILED: readonly string[] = (() => {
  const { raw } = configuration(REPOSITORY, 'tsconfig.pure.json');
  assert.ok(Array.isArray(raw.include));
  return raw.include.map(String);
})();

const PLANTED = COMPILED.flatMap((folder) =>
  IMPURE.map(([what, text], index) => ({
    what: `${what} in ${folder}`,
    path: `${folder}/impure-${index}.ts`,
    text,
  })),
);

const PLANTED_LOOSE = LOOSE.map(([what, text], index) => ({
  what,
  path: `src/model/loose-${index}.ts`,
  text,
}));

describe('the types of pure layers', () => {
  let underPure: ReadonlySet<string>;
  let underAll: ReadonlySet<string>;
  before(async () => {
    const files = [...PLANTED, ...PLANTED_LOOSE].map(({ path, text }) => [path, `${text}\n`]);
    const tree = { ...Object.fromEntries(files), [SOUND]: 'export type B = number;\n' };
    [underPure, underAll] = await withTree(tree, (root) => [
      faultyFiles(root, 'tsconfig.pure.json'),
      faultyFiles(root, 'tsconfig.json'),
    ]);
  });

  for (const { what, path } of PLANTED) {
    it(`refuse ${what}, which other layers may use`, () => {
      assert.ok(underPure.has(path));
      assert.ok(!underAll.has(path));
    });
  }

  for (const { what, path } of PLANTED_LOOSE) {
    it(`refuse ${what} in every layer`, () => {
      assert.ok(underPure.has(path));
      assert.ok(underAll.has(path));
    });
  }

  it('pass a file without fault', () => {
    assert.ok(!underPure.has(SOUND));
    assert.ok(!underAll.has(SOUND));
  });

  // As `npm run check` does by a command of its own.
  if (IS_THOROUGH) {
    it('pass the pure layers of the repository as they stand', () => {
      assert.deepEqual([...faultyFiles(REPOSITORY, 'tsconfig.pure.json')], []);
    });
  }
});

describe('the list of pure layers', () => {
  const pure = LAYERS.filter(({ isPure }) => isPure);
  const purePaths = new Set(pure.map(({ path }) => path));

  it('holds every folder that tsconfig.pure.json compiles', () => {
    assert.deepEqual(
      COMPILED.filter((folder) => !purePaths.has(folder)),
      [],
    );
  });

  // A layer that imports one with Node types brings them into the compilation; the linter alone guards it then.
  it('is compiled by tsconfig.pure.json wherever all that a layer imports is pure', () => {
    const compilable = pure.filter(({ imports }) => imports.every((path) => purePaths.has(path)));
    assert.deepEqual(
      compilable.map(({ path }) => path).filter((path) => !COMPILED.includes(path)),
      [],
    );
  });
});
