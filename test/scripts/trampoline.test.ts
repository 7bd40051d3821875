// scripts/run.mjs picks a Node that can run the product, passes on how the script ended, or refuses clearly.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const TRAMPOLINE = join(REPOSITORY, 'scripts/run.mjs');

function run(...args: readonly string[]) {
  return spawnSync(process.execPath, [...args], { encoding: 'utf8' });
}

/** Runs a copy that stands where no Node is packaged, under a Node that says it is `version`. */
function runUnpackaged(version: string) {
  const root = mkdtempSync(join(tmpdir(), 'sigma-lambda-run-'));
  try {
    mkdirSync(join(root, 'scripts'));
    cpSync(TRAMPOLINE, join(root, 'scripts/run.mjs'));
    const disguise = `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });`;
    const preload = `data:text/javascript,${encodeURIComponent(disguise)}`;
    return run('--import', preload, join(root, 'scripts/run.mjs'), '-p', '1 + 1');
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

describe('the trampoline', () => {
  it('runs under a Node that has zstd and runs TypeScript', () => {
    const code = "typeof require('node:zlib').createZstdDecompress + process.features.typescript";
    const { stdout, status } = run(TRAMPOLINE, '-p', code);
    assert.equal(stdout.trim(), 'functionstrip');
    assert.equal(status, 0);
  });

  it('has V8 keep the young generation small, under the Node that is packaged', () => {
    const { stdout } = run(TRAMPOLINE, '-p', 'process.execArgv.join(" ")');
    assert.match(stdout, /--max-semi-space-size=4 --no-allocation-site-pretenuring/);
  });

  it('has Node keep what it compiled for the next process, unless told another place', () => {
    const command = [TRAMPOLINE, '-p', "require('node:module').getCompileCacheDir()"];
    const placeIn = (env: NodeJS.ProcessEnv) =>
      spawnSync(process.execPath, command, { encoding: 'utf8', env }).stdout;
    const { NODE_COMPILE_CACHE: _, ...env } = process.env;
    const kept = join(REPOSITORY, 'node_modules', '.cache');
    assert.ok(placeIn(env).startsWith(kept), placeIn(env));
    const other = mkdtempSync(join(tmpdir(), 'sigma-lambda-run-'));
    try {
      assert.ok(placeIn({ ...env, NODE_COMPILE_CACHE: other }).startsWith(other));
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });

  it('passes on the exit code', () => {
    assert.equal(run(TRAMPOLINE, '-e', 'process.exit(2)').status, 2);
  });

  it('tells a signal as 128 and its number', () => {
    assert.equal(run(TRAMPOLINE, '-e', "process.kill(process.pid, 'SIGKILL')").status, 137);
  });

  for (const version of ['22.18.0', '22.20.1', '24.0.0', '26.1.0']) {
    it(`uses the Node that it runs under where none is packaged and it is ${version}`, () => {
      const { stdout, status } = runUnpackaged(version);
      assert.equal(stdout.trim(), '2');
      assert.equal(status, 0);
    });
  }

  for (const version of ['18.20.0', '20.20.2', '22.17.1']) {
    it(`refuses with exit 64 and says what to do where none is packaged and it is ${version}`, () => {
      const { stderr, status } = runUnpackaged(version);
      assert.equal(status, 64);
      assert.match(stderr, /needs Node >= 22\.18/);
      assert.match(stderr, /npm ci/);
    });
  }
});

describe('.ci/run', () => {
  it('can be executed', () => {
    assert.ok((statSync(join(REPOSITORY, '.ci/run')).mode & 0o111) !== 0);
  });
});
