// The parts of scripts/synth.ts: arguments, order of steps, output folder.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { parseSynthRequest, SynthUsageError } from '../../scripts/synth-arguments.ts';
import { dropDraft, keepDraft, openDraft } from '../../scripts/synth-output.ts';
import { ruleSteps, runUntilFailure, type SynthStep } from '../../scripts/synth-steps.ts';
import { ROOT } from './support/root.ts';
import { tempFolder } from './support/temp-folder.ts';

describe('the arguments of synth', () => {
  const parse = (...args: string[]) =>
    parseSynthRequest('/repo', args, '{"app": "x", "context": {"config": "a.yml", "@flag": true}}');

  it('lay the command line’s context over cdk.json’s', () => {
    const { context, output } = parse('--context', 'x:y=a', '-c', 'x:z=a=b', '-o', 'out');
    assert.equal(output, '/repo/out');
    assert.equal(context['x:y'], 'a');
    assert.equal(context['x:z'], 'a=b');
    assert.deepEqual([context['@flag'], context['config']], [true, 'a.yml']);
  });

  it('name the configuration file, by its path or as the sample of a mode', () => {
    assert.equal(parse('--config', 'site.yml').context['config'], 'site.yml');
    assert.equal(parse('--mode', 'B').context['config'], 'infra/samples/b-notification.yml');
  });

  for (const args of [
    ['--mode', 'G'],
    ['--mode', 'A', '--config', 'site.yml'],
  ]) {
    it(`are refused with ${args.join(' ')}`, () => {
      assert.throws(() => parse(...args), {
        name: 'SynthUsageError',
        message: `--mode is "${args[1]}"; expected one of A, B, C, D, E, F, and no --config beside it`,
      });
    });
  }

  it('write to cdk.out unless told otherwise', () => {
    assert.equal(parse().output, '/repo/cdk.out');
  });

  for (const args of [
    ['--contxt', 'a=b'],
    ['--context', 'trigger'],
    ['-c', '=x'],
    ['direct'],
    ['--context'],
  ]) {
    it(`are refused: ${args.join(' ')}`, () => {
      assert.throws(() => parse(...args), SynthUsageError);
    });
  }
});

describe('the steps of synth', () => {
  const exiting = (name: string, code: string): SynthStep => ({
    name,
    command: [process.execPath, '-e', code],
  });

  it('stop at the first that fails, with its exit code', async () => {
    const mark = join(tempFolder(), 'mark');
    const result = await runUntilFailure(ROOT, [
      exiting('first', ''),
      exiting('second', 'process.exit(3)'),
      exiting('third', `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`),
    ]);
    assert.deepEqual(result, { exitCode: 3, failed: 'second' });
    assert.ok(!existsSync(mark));
  });

  it('count a step that a signal ended as failed', async () => {
    const result = await runUntilFailure(ROOT, [exiting('killed', 'process.kill(process.pid)')]);
    assert.deepEqual(result, { exitCode: 1, failed: 'killed' });
  });
});

describe('the output of synth', () => {
  it('takes the place of the last assembly only when it is whole', () => {
    const output = join(tempFolder({ 'out/cdk.out': '{}', 'out/stale.json': '{}' }), 'out');
    const draft = openDraft(output);
    assert.ok(!existsSync(output), 'the last one is gone before anything is proved');
    mkdirSync(draft);
    writeFileSync(join(draft, 'cdk.out'), 'new');
    keepDraft(draft, output);
    assert.equal(readFileSync(join(output, 'cdk.out'), 'utf8'), 'new');
    assert.ok(!existsSync(join(output, 'stale.json')) && !existsSync(draft));
  });

  it('is not there after a failure', () => {
    const output = join(tempFolder(), 'out');
    const draft = openDraft(output);
    mkdirSync(draft);
    dropDraft(draft);
    assert.ok(!existsSync(draft) && !existsSync(output));
  });

  it('never replaces a folder that holds other files', () => {
    const folder = tempFolder({ 'letters.txt': 'mine' });
    assert.throws(() => openDraft(folder), SynthUsageError);
    assert.ok(existsSync(join(folder, 'letters.txt')));
  });
});

const RULE = `title: Example
id: 6f1c2d1e-6a53-4f2c-9a3b-1d1f6c1b2a3e
status: test
description: An example.
references: [https://example.com]
author: example
date: 2026-01-01
logsource: {category: process_creation, product: windows}
detection:
  selection: {Image|endswith: '\\example.exe'}
  condition: selection
falsepositives: [none]
level: low
`;

describe('the rules', () => {
  const CASES = [
    ['rules check', RULE.replace('endswith', 'endswidth'), 'that cannot be compiled'],
    ['rules test', RULE, 'that has no test'],
  ] as const;
  for (const [failed, rule, what] of CASES) {
    it(`stop the synthesis with one ${what}`, async () => {
      const rules = tempFolder({ 'proc_creation_win_example.yml': rule });
      const result = await runUntilFailure(ROOT, ruleSteps(ROOT, rules));
      assert.equal('failed' in result ? result.failed : undefined, failed);
      assert.notEqual(result.exitCode, 0);
    });
  }
});
