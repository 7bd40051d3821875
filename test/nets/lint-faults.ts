// Lines of code, each with one fault that the linter must refuse, and look-alikes that it must pass.

/** What is planted, where, and what of the diagnostic names the rule. */
type Fault = readonly [what: string, path: string, text: string, rule: string];

const CLOCK = 'sigma-lambda/no-clock';
const CODE = 'sigma-lambda/no-code-from-text';
const SKIP = 'sigma-lambda/no-skipped-tests';

const CLOCK_FAULTS: readonly Fault[] = [
  ['Date.now() in a pure layer', 'src/model', 'export const a = Date.now();', CLOCK],
  ['Date.now handed on in a pure layer', 'src/alert', 'export const a = Date.now;', CLOCK],
  ['Date?.now() in a pure layer', 'src/alert', 'export const a = Date?.now();', CLOCK],
  ["Date['now']() in a pure layer", 'src/ports', "export const a = Date['now']();", CLOCK],
  ['now taken out of Date in a pure layer', 'src/model', 'export const { now } = Date;', CLOCK],
  ['Date under another name in a pure layer', 'src/model', 'export const D = Date;', CLOCK],
  ['new Date() in a pure layer', 'src/source', 'export const a = new Date();', CLOCK],
  ['new Date without parentheses', 'src/sigma', 'export const a = new Date;', CLOCK],
  ['Date() in a pure layer', 'src/correlate', 'export const a = Date();', CLOCK],
  ['a clock inside new Date(…)', 'src/model', 'export const a = new Date(Date.now());', CLOCK],
  ['Math.random() in a pure layer', 'src/pipeline', 'export const a = Math.random();', CLOCK],
  ['Math.random handed on', 'src/runtime', 'export const a = [1].map(Math.random);', CLOCK],
  ['the clock in decode', 'src/decode', 'export const a = Date.now();', CLOCK],
  [
    'a random id in finding',
    'src/finding',
    "import { randomUUID } from 'node:crypto';\nexport const a = randomUUID();",
    CLOCK,
  ],
  ['globalThis in a pure layer', 'src/model', 'export const a = globalThis.Date.now();', CLOCK],
];

const TEXT = "'return 1'";
const CODE_FAULTS: readonly Fault[] = [
  ['new Function', 'src/sigma/codegen', `export const a = new Function(${TEXT});`, 'noImpliedEval'],
  ['Function called', 'scripts', `export const a = Function(${TEXT});`, 'noRestrictedGlobals'],
  ['Function handed on', 'src/cli', 'export const F = [Function];', 'noRestrictedGlobals'],
  ['globalThis.Function', 'functions', `export const a = globalThis.Function(${TEXT});`, CODE],
  ['a constructor called', 'src/cli', `export const a = (() => 1).constructor(${TEXT});`, CODE],
  ['eval', 'scripts', "export const a = eval('1');", 'noGlobalEval'],
  ['eval through a comma', 'test', "export const a = (0, eval)('1');", 'noGlobalEval'],
  ['node:vm', 'scripts', "export { runInThisContext } from 'node:vm';", 'noRestrictedImports'],
];

const GLOBAL = 'noRestrictedGlobals';
const PURE_FAULTS: readonly Fault[] = [
  ['process in a pure layer', 'src/pipeline', 'export const a = process.argv;', GLOBAL],
  ['Buffer in a pure layer', 'src/pipeline', "export const a = Buffer.from('a');", GLOBAL],
  ['console in a pure layer', 'src/pipeline', "console.log('a');", GLOBAL],
  ['a timer in a pure layer', 'src/pipeline', 'setTimeout(() => 1, 1);', GLOBAL],
  ['fetch in a pure layer', 'src/alert', "export const a = fetch('a');", GLOBAL],
];

const TYPE_FAULTS: readonly Fault[] = [
  ['any', 'src/model', 'export const a: any = 1;', 'noExplicitAny'],
  ['any in a test', 'test', 'export const a: any = 1;', 'noExplicitAny'],
  ['a non-null assertion', 'src/cli', 'export const a = [1].at(0)!;', 'noNonNullAssertion'],
  [
    'a cast through unknown',
    'src/decode',
    "export const a = 'a' as unknown as number;",
    'sigma-lambda/no-double-cast',
  ],
  ['@ts-ignore', 'src/model', "// @ts-ignore\nexport const a: number = 'a';", 'noTsIgnore'],
  ['a default export', 'src/model', 'export default 1;', 'noDefaultExport'],
];

const CODE_STYLE_FAULTS: readonly Fault[] = [
  ['the loose node:assert', 'test', "export { ok } from 'node:assert';", 'noRestrictedImports'],
  ['console in the product', 'src/decode', "console.log('a');", 'noConsole'],
  ['process.env in the product', 'src/finding', 'export const a = process.env;', 'noProcessEnv'],
  [
    'a swallowed error',
    'src/decode',
    "export function a(): void {\n  try {\n    JSON.parse('');\n  } catch {}\n}",
    'noEmptyBlockStatements',
  ],
  [
    'a promise that nobody waits for',
    'src/decode',
    'async function b(): Promise<void> {\n  await 1;\n}\nexport function a(): void {\n  b();\n}',
    'noFloatingPromises',
  ],
  [
    'a function too complex to follow',
    'src/model',
    `export function a(x: number): number {\n${'  if (x > 1) {\n'.repeat(6)}  return 1;\n${'  }\n'.repeat(6)}  return 2;\n}`,
    'noExcessiveCognitiveComplexity',
  ],
  [
    'a function of more than 40 lines',
    'scripts',
    `export function a(): number {\n  let b = 0;\n${'  b += 1;\n'.repeat(40)}  return b;\n}`,
    'noExcessiveLinesPerFunction',
  ],
];

const SKIP_FAULTS: readonly Fault[] = [
  ['test.skip', 'test', "test.skip('a', () => 1);", 'noSkippedTests'],
  ['it.only', 'test', "it.only('a', () => 1);", 'noFocusedTests'],
  ['test.todo', 'test', "test.todo('a');", SKIP],
  ['t.skip()', 'test', "test('a', (t) => t.skip());", SKIP],
  ['skip as an option', 'test', "test('a', { skip: true }, () => 1);", SKIP],
  ['skip with a fixed reason', 'test', "test('a', { skip: 'later' }, () => 1);", SKIP],
  ['skip with a template', 'test', "test('a', { skip: `later` }, () => 1);", SKIP],
  ['only as an option', 'test', "test('a', { only: true }, () => 1);", SKIP],
  ['todo as an option', 'test', "test('a', { todo: true }, () => 1);", SKIP],
];

/** Every fault in a file of its own. */
export const LINT_FAULTS = [
  ...CLOCK_FAULTS,
  ...CODE_FAULTS,
  ...PURE_FAULTS,
  ...TYPE_FAULTS,
  ...CODE_STYLE_FAULTS,
  ...SKIP_FAULTS,
].map(([what, folder, text, rule], index) => {
  const path = `${folder}/planted-${index}.ts`;
  const needsRunner = /^(test|it)[.(]/.test(text);
  return {
    what,
    path,
    rule,
    text: needsRunner ? `import { it, test } from 'node:test';\n${text}\nit;` : text,
  };
});

/** What looks like a fault and is none. */
export const LINT_SOUND: Readonly<Record<string, string>> = {
  'src/model/time.ts':
    "export const a = [new Date(5), Date.parse('x'), Date.UTC(2026, 1), Math.max(1, 2)];\n" +
    'export const b = (x: unknown): x is Date => x instanceof Date;\n' +
    'export const c: Date | undefined = undefined;\n',
  'src/sigma/codegen/now.ts':
    "export const make = (text: string): unknown => new Function('x', text);\n",
  'src/cli/print.ts': "console.log(process.env['HOME'], Date.now());\n",
  'src/adapters/local/clock.ts': 'export const now = (): number => Date.now();\n',
  'test/sound.test.ts':
    "import assert from 'node:assert/strict';\nimport { existsSync } from 'node:fs';\nimport { test } from 'node:test';\n\n" +
    "const reason = existsSync('../shared') ? false : 'left out: ../shared is absent';\n" +
    "test('a', { skip: reason }, () => assert.ok(true));\n",
};
