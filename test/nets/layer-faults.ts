// Small files, each with one fault against the layer table, and a sound tree for them to stand in.

/** A tree without fault: every layer that the planted files enter. */
export const SOUND_TREE = {
  'src/model/index.ts': "export const model = 'model';\n",
  'src/runtime/index.ts': "import ip from 'ipaddr.js';\nexport const runtime = ip;\n",
  'src/sigma/index.ts':
    "import { parse } from 'yaml';\nimport { model } from '../model/index.ts';\nexport const sigma = [parse, model];\n",
  'src/sigma/deep.ts': 'export const deep = 1;\n',
  'src/decode/index.ts':
    "import zlib from 'node:zlib';\nimport { model } from '../model/index.ts';\nexport const decode = [zlib, model];\n",
  'src/adapters/local/index.ts': "export { readFileSync } from 'node:fs';\n",
  'src/pipeline/index.ts': "export { decode } from '../decode/index.ts';\n",
  'src/cli/main.ts':
    "import { readFileSync } from '../adapters/local/index.ts';\nimport { sigma } from '../sigma/index.ts';\n" +
    "const rules = await import('../../dist/rules/ruleset.mjs');\nexport const main = [readFileSync, sigma, rules];\n",
  'scripts/build.ts': "export { sigma } from '../src/sigma/index.ts';\n",
  'test/deep.test.ts':
    "export { deep } from '../src/sigma/deep.ts';\nexport { main } from '../src/cli/main.ts';\n",
};

/** One planted file, and what must be said of it. */
export interface LayerFaultCase {
  readonly what: string;
  readonly rule: string;
  readonly from: string;
  /** End of the target's path. */
  readonly to: string;
  readonly text: string;
  /** Files that the fault needs and that are not reported themselves. */
  readonly also?: Readonly<Record<string, string>>;
}

/** One fault a file; each breaks the rule it names. */
export const LAYER_FAULTS: readonly LayerFaultCase[] = [
  {
    what: 'an arrow that the table lacks',
    rule: 'arrow:src/pipeline',
    from: 'src/pipeline/arrow.ts',
    to: 'src/sigma/index.ts',
    text: "export { sigma } from '../sigma/index.ts';\n",
  },
  {
    what: 'an arrow made of types alone',
    rule: 'arrow:src/model',
    from: 'src/model/arrow.ts',
    to: 'src/runtime/index.ts',
    text: "import type { runtime } from '../runtime/index.ts';\nexport type A = typeof runtime;\n",
  },
  {
    what: 'an arrow made by import()',
    rule: 'arrow:src/finding',
    from: 'src/finding/arrow.ts',
    to: 'src/decode/index.ts',
    text: "export const lazy = import('../decode/index.ts');\n",
  },
  {
    what: 'a layer entered past its index.ts',
    rule: 'index:src/sigma',
    from: 'src/cli/deep.ts',
    to: 'src/sigma/deep.ts',
    text: "export { deep } from '../sigma/deep.ts';\n",
  },
  {
    what: 'a layer entered past its index.ts by a script',
    rule: 'index:src/sigma',
    from: 'scripts/deep.ts',
    to: 'src/sigma/deep.ts',
    text: "export { deep } from '../src/sigma/deep.ts';\n",
  },
  {
    what: 'a cycle',
    rule: 'no-cycles',
    from: 'src/model/cycle.ts',
    to: 'src/model/cycle.ts',
    text: "export * from './cycle.ts';\n",
  },
  {
    what: 'a cycle of two, made of types alone',
    rule: 'no-cycles',
    from: 'src/ports/one.ts',
    to: 'src/ports/two.ts → src/ports/one.ts',
    text: "import type { Two } from './two.ts';\nexport type One = Two | 1;\n",
    also: {
      'src/ports/two.ts': "import type { One } from './one.ts';\nexport type Two = One | 2;\n",
    },
  },
  {
    what: 'a package that the layer may not use',
    rule: 'package:src/source',
    from: 'src/source/package.ts',
    to: 'node_modules/yaml/dist/index.d.ts',
    text: "export { parse } from 'yaml';\n",
  },
  {
    what: 'a package that is installed but not declared',
    rule: 'declared',
    from: 'bench/undeclared.ts',
    to: 'node_modules/semver/index.js',
    text: "export { coerce } from 'semver';\n",
  },
  {
    what: 'a development package in the product',
    rule: 'no-dev-package-in-product',
    from: 'src/cli/dev.ts',
    to: 'node_modules/fast-check/lib/fast-check.d.ts',
    text: "export { assert } from 'fast-check';\n",
  },
  {
    what: 'a node builtin in a pure layer',
    rule: 'builtin:src/model',
    from: 'src/model/builtin.ts',
    to: 'fs',
    text: "export { readFileSync } from 'node:fs';\n",
  },
  {
    what: 'a node builtin fetched at run time',
    rule: 'builtin:src/alert',
    from: 'src/alert/builtin.ts',
    to: 'fs',
    text: "export const fs = process.getBuiltinModule('node:fs');\n",
  },
  {
    what: 'an adapter that uses another party',
    rule: 'arrow:src/adapters/slack',
    from: 'src/adapters/slack/index.ts',
    to: 'src/adapters/local/index.ts',
    text: "export { readFileSync } from '../local/index.ts';\n",
  },
  {
    what: 'a destination that posts by itself',
    rule: 'builtin:src/adapters/pagerduty',
    from: 'src/adapters/pagerduty/index.ts',
    to: 'https',
    text: "export { request } from 'node:https';\n",
  },
  {
    what: 'the CLI imported by a layer',
    rule: 'entry-points',
    from: 'bench/cli.ts',
    to: 'src/cli/main.ts',
    text: "export { main } from '../src/cli/main.ts';\n",
  },
  {
    what: 'the compiled rules imported by a layer',
    rule: 'compiled-rules',
    from: 'src/pipeline/rules.ts',
    to: 'dist/rules/ruleset.mjs',
    text: "export const rules = import('../../dist/rules/ruleset.mjs');\n",
  },
  {
    what: 'the product importing a test',
    rule: 'no-tests-in-product',
    from: 'scripts/test.ts',
    to: 'test/deep.test.ts',
    text: "export { deep } from '../test/deep.test.ts';\n",
  },
  {
    what: 'an import that leads nowhere',
    rule: 'resolved',
    from: 'src/model/nowhere.ts',
    to: './absent.ts',
    text: "export { absent } from './absent.ts';\n",
  },
  {
    what: 'a folder that the table does not list',
    rule: 'listed',
    from: 'src/helpers/index.ts',
    to: '-',
    text: 'export const helper = 1;\n',
  },
];
