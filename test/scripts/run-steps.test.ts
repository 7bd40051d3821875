// Steps that pass, fail and cannot start: each ends as a result, none is lost.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runStep, runSteps, type Step } from '../../scripts/run-steps.ts';

function node(name: string, code: string): Step {
  return { name, command: [process.execPath, '-e', code] };
}

describe('a step', () => {
  it('passes where its command exits 0', async () => {
    const result = await runStep(node('pass', ''));
    assert.equal(result.isPassed, true);
    assert.equal(result.name, 'pass');
    assert.ok(result.durationMs > 0);
  });

  it('fails where its command does not, and keeps both streams', async () => {
    const code = "console.log('found'); console.error('where'); process.exitCode = 3;";
    const { isPassed, output } = await runStep(node('fail', code));
    assert.equal(isPassed, false);
    assert.match(output, /found/);
    assert.match(output, /where/);
  });

  it('fails where its command is ended by a signal, and says so', async () => {
    const { isPassed, output } = await runStep(
      node('end', "process.kill(process.pid, 'SIGTERM');"),
    );
    assert.equal(isPassed, false);
    assert.match(output, /ended by SIGTERM/);
  });

  it('fails where its command cannot be started, and says which', async () => {
    const { isPassed, output } = await runStep({ name: 'absent', command: ['no-such-command'] });
    assert.equal(isPassed, false);
    assert.match(output, /cannot start no-such-command/);
  });
});

describe('a list of steps', () => {
  it('runs them all, whatever fails, and answers in their order', async () => {
    const steps = [
      node('slow', 'setTimeout(() => process.exit(1), 200);'),
      node('fast', ''),
      node('last', ''),
    ];
    const ended: string[] = [];
    const results = await runSteps(steps, 2, ({ name }) => ended.push(name));
    assert.deepEqual(
      results.map(({ name, isPassed }) => [name, isPassed]),
      [
        ['slow', false],
        ['fast', true],
        ['last', true],
      ],
    );
    assert.deepEqual([...ended].sort(), ['fast', 'last', 'slow']);
  });
});
