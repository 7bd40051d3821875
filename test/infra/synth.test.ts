// scripts/synth.ts as a process, without network, credentials or a home folder.

import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ROOT } from './support/root.ts';
import { tempFolder } from './support/temp-folder.ts';

/** A namespace of its own has no network at all; where the system forbids one, every proxy leads to a closed port. */
const CANNOT_CONNECT = spawnSync('unshare', ['-rn', 'true']).status === 0 ? ['unshare', '-rn'] : [];
const CLOSED = 'http://127.0.0.1:9';

function synth(home: string, ...args: readonly string[]): SpawnSyncReturns<string> {
  const [file = '', ...rest] = [
    ...CANNOT_CONNECT,
    process.execPath,
    join(ROOT, 'scripts/synth.ts'),
    ...args,
  ];
  const env = { PATH: process.env['PATH'], HOME: home, HTTPS_PROXY: CLOSED, HTTP_PROXY: CLOSED };
  return spawnSync(file, rest, { cwd: tempFolder(), env, encoding: 'utf8' });
}

describe('synth, offline', () => {
  const base = tempFolder();
  const home = tempFolder();
  const output = join(base, 'assembly');

  it('checks and tests the rules, builds, and writes the template with its asset', () => {
    const { status, stdout, stderr } = synth(
      home,
      '--output',
      output,
      '--config',
      join(tempFolder({ 'site.yml': 'trigger: direct\n' }), 'site.yml'),
    );
    assert.equal(status, 0, stderr);
    const order = [
      / 0 errors,/,
      / 0 failed/,
      /^dist\/rules\/ruleset\.mjs: /m,
      /^dist\/functions\/scan\/index\.mjs: /m,
    ];
    const places = order.map((pattern) => stderr.search(pattern));
    assert.deepEqual(
      places,
      places.toSorted((a, b) => a - b),
    );
    assert.ok(!places.includes(-1), stderr);
    assert.match(
      stdout,
      /^synthesised: .*SigmaLambda(State)?\.template\.json\nsynthesised: .*\nrule set: [0-9a-f]{64}[\s\S]*\nnext: npx cdk deploy --all/,
    );
    const template = readFileSync(join(output, 'SigmaLambda.template.json'), 'utf8');
    assert.match(template, /LambdaFunctionConfigurations/);
    const { Outputs } = JSON.parse(template);
    assert.match(stdout, new RegExp(`rule set: ${Outputs.RulesHash.Value}`));
    assert.equal(
      template.split(`"SIGMA_LAMBDA_RULES_HASH": "${Outputs.RulesHash.Value}"`).length,
      3,
    );
    const [asset = ''] = readdirSync(output).filter((name) => name.startsWith('asset.'));
    assert.deepEqual(readdirSync(join(output, asset)), ['index.mjs']);
  });

  it('leaves the home folder alone', () => {
    assert.deepEqual(readdirSync(home), []);
  });

  it('says how it is used', () => {
    const { status, stderr } = synth(home, '--triger', 'direct');
    assert.equal(status, 64);
    assert.match(stderr, /usage: npm run synth/);
  });
});

describe('the CDK app', () => {
  it('tells a wrong configuration in plain words, and writes nothing', () => {
    const output = join(tempFolder(), 'assembly');
    const site = 'trigger: both\nrouting:\n  rules:\n    nothing: page\n';
    const config = join(tempFolder({ 'site.yml': site }), 'site.yml');
    const context = { config };
    const env = { CDK_OUTDIR: output, CDK_CONTEXT_JSON: JSON.stringify(context) };
    const app = join(ROOT, 'infra/app.ts');
    const { status, stderr } = spawnSync(process.execPath, [app], { env, encoding: 'utf8' });
    assert.equal(status, 64);
    assert.equal(
      stderr,
      `${config} is wrong:\n  trigger is "both"; expected queue or direct\n` +
        '  routing.rules has "nothing"; expected the id of a rule or correlation in rules/\n',
    );
    assert.ok(!existsSync(join(output, 'manifest.json')));
  });
});
