// An entry point → its bundle, and what keeps it from being deployed.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  bundleFunction,
  MAX_BUNDLE_BYTES,
  MAX_CANARY_BYTES,
  MAX_FDR_BYTES,
  MAX_NOTIFY_BYTES,
} from '../../scripts/function-bundle.ts';
import { tempFolder } from './support/temp-folder.ts';

const HANDLER = 'functions/scan/handler.ts';

function bundle(files: Readonly<Record<string, string>>) {
  return bundleFunction(tempFolder(files), HANDLER);
}

describe('a bundle', () => {
  it('is one minified module that exports the handler, with its source map apart', async () => {
    const { code, sourceMap, problems } = await bundle({
      [HANDLER]: `import { text } from '../../src/model/index.ts';
        import { createHash } from 'node:crypto';
        export const handler = async (): Promise<string> => createHash('md5').update(text).digest('hex');`,
      'src/model/index.ts': `/** Doc. */ export const text: string = 'inside';`,
    });
    const text = new TextDecoder().decode(code);
    assert.deepEqual(problems, []);
    assert.match(text, /inside/);
    assert.match(text, /export\{\w+ as handler\}/);
    assert.doesNotMatch(text, /Doc|src\/model|sourceMappingURL/);
    assert.match(new TextDecoder().decode(sourceMap), /"sources": ?\[[^\]]*src\/model\/index\.ts/);
  });

  const REFUSED = [
    [
      'YAML',
      'node_modules/yaml/index.js',
      /^node_modules\/yaml\/index\.js is in the bundle: .*YAML/,
    ],
    ['the compiler', 'src/sigma/index.ts', /^src\/sigma\/index\.ts is in the bundle: .*compiler/],
    [
      'a search for credentials',
      'node_modules/@aws-sdk/credential-provider-sso/index.js',
      /credential-provider-sso\/index\.js is in the bundle: .*environment/,
    ],
    ['the command line', 'src/cli/text.ts', /^src\/cli\/text\.ts is in the bundle/],
  ] as const;
  for (const [what, path, expected] of REFUSED) {
    it(`is refused with ${what} in it`, async () => {
      const { problems } = await bundle({
        [HANDLER]: `import { x } from '../../${path}'; export const handler = () => x;`,
        [path]: 'export const x = process.argv;',
      });
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? '', expected);
    });
  }

  it('takes its credentials from the environment in place of the whole search', async () => {
    const { code, problems } = await bundle({
      [HANDLER]: `export { defaultProvider as handler } from '@aws-sdk/credential-provider-node';`,
      'src/adapters/aws/lambda-credentials.ts': `export const defaultProvider = () => 'from the environment';`,
      'node_modules/@aws-sdk/credential-provider-node/index.js': `export const defaultProvider = () => 'search';`,
    });
    assert.deepEqual(problems, []);
    assert.match(new TextDecoder().decode(code), /from the environment/);
  });

  it("holds of the SDK's schemas those that it uses, and no others", async () => {
    const { code, problems } = await bundle({
      [HANDLER]: `export { handler } from '@aws-sdk/client-x/dist-es/schemas/schemas_0.js';`,
      'node_modules/@aws-sdk/client-x/dist-es/schemas/schemas_0.js': `
        const _k = 'key';
        const _U = 'used by the handler';
        const _N = 'not used';
        var Unit = 'unit';
        export var Used$ = [3, _k, _U,
          0, [[21, { [_k]: '-' }]], () => Unit
        ];
        export var NotUsed$ = [3, _k, _N, { [_k]: 0 }, () => Used$];
        export const handler = () => Used$;`,
    });
    const text = new TextDecoder().decode(code);
    assert.deepEqual(problems, []);
    assert.match(text, /used by the handler/);
    assert.doesNotMatch(text, /not used/);
    const loaded = await import(`data:text/javascript,${encodeURIComponent(text)}`);
    const [kind, name, used, zero, members, unit] = loaded.handler();
    assert.deepEqual(
      [kind, name, used, zero, members, unit()],
      [3, 'key', 'used by the handler', 0, [[21, { key: '-' }]], 'unit'],
    );
  });

  it("holds of the SDK's error classes those that are told by their class, and no others", async () => {
    const { code, problems } = await bundle({
      [HANDLER]: `export { handler } from '@aws-sdk/client-x/dist-es/schemas/schemas_0.js';`,
      'node_modules/@aws-sdk/client-x/package.json': '{ "sideEffects": false }',
      'node_modules/@aws-sdk/client-x/dist-es/errors.js': `
        export class ConditionalCheckFailedException extends Error { name = 'the class of a refused condition'; }
        export class XServiceException extends Error { name = 'the base class'; }
        export class BackupInUseException extends Error { name = 'a class that nobody asks for'; }`,
      'node_modules/@aws-sdk/client-x/dist-es/schemas/schemas_0.js': `
        import { BackupInUseException, ConditionalCheckFailedException, XServiceException } from '../errors.js';
        const n0_registry = new Map();
        n0_registry.registerError = n0_registry.set;
        export var XServiceException$ = [-3, 'base'];
        n0_registry.registerError(XServiceException$, XServiceException);
        export var BackupInUseException$ = [-3, 'backup'];
        n0_registry.registerError(BackupInUseException$, BackupInUseException);
        export var ConditionalCheckFailedException$ = [-3, 'condition'];
        n0_registry.registerError(ConditionalCheckFailedException$, ConditionalCheckFailedException);
        export const handler = () => n0_registry;`,
    });
    const text = new TextDecoder().decode(code);
    assert.deepEqual(problems, []);
    assert.match(text, /the class of a refused condition/);
    assert.match(text, /the base class/);
    assert.doesNotMatch(text, /nobody asks for/);
  });

  it('is refused above its size', async () => {
    const { problems, code } = await bundle({
      [HANDLER]: `export const handler = () => '${'x'.repeat(MAX_BUNDLE_BYTES)}';`,
    });
    assert.deepEqual(problems, [
      `the bundle has ${code.length} bytes; expected at most ${MAX_BUNDLE_BYTES}`,
    ]);
  });

  const NOTIFY = 'functions/notify/handler.ts';

  for (const path of ['dist/rules/ruleset.mjs', 'src/runtime/index.ts', 'src/pipeline/index.ts']) {
    it(`of a destination is refused with ${path} in it`, async () => {
      const files = {
        [NOTIFY]: `import { x } from '../../${path}'; export const handler = () => x;`,
        [path]: 'export const x = process.argv;',
      };
      const { problems } = await bundleFunction(tempFolder(files), NOTIFY);
      assert.deepEqual(problems, [
        `${path} is in the bundle: scan and settle find things, nobody else does`,
      ]);
    });
  }

  for (const [whose, entry, most] of [
    ['a destination', NOTIFY, MAX_NOTIFY_BYTES],
    ['the canary', 'functions/canary/handler.ts', MAX_CANARY_BYTES],
  ] as const) {
    it(`of ${whose} is refused above a smaller size`, async () => {
      const files = { [entry]: `export const handler = () => '${'x'.repeat(most)}';` };
      const { problems, code } = await bundleFunction(tempFolder(files), entry);
      assert.deepEqual(problems, [`the bundle has ${code.length} bytes; expected at most ${most}`]);
    });
  }

  it('of an FDR feed is refused above a size of its own', async () => {
    const FDR = 'functions/fdr/handler.ts';
    const files = { [FDR]: `export const handler = () => '${'x'.repeat(MAX_FDR_BYTES)}';` };
    const { problems, code } = await bundleFunction(tempFolder(files), FDR);
    assert.deepEqual(problems, [
      `the bundle has ${code.length} bytes; expected at most ${MAX_FDR_BYTES}`,
    ]);
  });

  it('is refused with a require that no module can answer', async () => {
    const { problems } = await bundle({
      [HANDLER]: `import { x } from './old.cjs'; export const handler = () => x;`,
      'functions/scan/old.cjs': `exports.x = require('node:os').EOL;`,
    });
    assert.deepEqual(problems, ['node:os is required at run time: a module cannot']);
  });

  it('fails where an import leads nowhere', async () => {
    await assert.rejects(
      bundle({ [HANDLER]: `export { handler } from '@example/absent';` }),
      /Could not resolve "@example\/absent"/,
    );
  });
});
