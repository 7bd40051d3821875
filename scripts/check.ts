// `npm run check`: every net, then the tests. The same command before a commit, in CI and in review. Exit 1 on any fault.

import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { runSteps, type Step, type StepResult } from './run-steps.ts';

function script(name: string): Step {
  return { name: name.replace('check:', ''), command: ['npm', 'run', '--silent', name] };
}

/** These only read, so they may run side by side. */
const READERS: readonly Step[] = [
  script('check:format'),
  script('check:lint'),
  script('check:layers'),
  script('check:types:all'),
  script('check:types:pure'),
];
/** Writes dist/rules where it is stale, which the layers are read from too: runs alone. */
const RULES = script('check:rules');

function printEnd({ name, isPassed, durationMs, output }: StepResult): void {
  const seconds = (durationMs / 1000).toFixed(1).padStart(6);
  console.log(`${isPassed ? 'ok    ' : 'FAILED'} ${name.padEnd(12)} ${seconds} s`);
  if (!isPassed) console.log(output.trimEnd());
}

/** Last, and with our own streams: the runner's closing lines must be the last that stdout gets. */
function runTests(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['test', '--silent'], { stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
}

const results = [
  ...(await runSteps(READERS, Math.min(2, availableParallelism()), printEnd)),
  ...(await runSteps([RULES], 1, printEnd)),
];
const failed = results.filter(({ isPassed }) => !isPassed).map(({ name }) => name);
if (!(await runTests())) failed.push('tests');
if (failed.length > 0) {
  console.error(`check failed: ${failed.join(', ')}`);
  process.exitCode = 1;
}
