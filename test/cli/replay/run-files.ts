// A plan's only run → what stands in its files.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject, type JsonObject, parseJson } from '../../../src/model/index.ts';

/** Its folder. */
export function onlyRun(plan: string): string {
  const runs = readdirSync(join(plan, 'runs'));
  assert.equal(runs.length, 1, `runs: ${runs.join(', ')}`);
  return join(plan, 'runs', runs[0] ?? '');
}

/** The lines of a file, each an object. */
export function linesOf(plan: string, file: string): readonly JsonObject[] {
  const text = readFileSync(join(onlyRun(plan), file), 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => objectOf(parseJson(line)));
}

/** The summary. */
export function summaryOf(plan: string): JsonObject {
  return objectOf(parseJson(readFileSync(join(onlyRun(plan), 'summary.json'), 'utf8')));
}

/** Findings without where their evidence stood: a record that is there twice has two places. */
export function coresOf(findings: readonly unknown[]): readonly string[] {
  return findings
    .map((finding) => JSON.stringify(coreOf(parseJson(JSON.stringify(finding)))))
    .sort();
}

function coreOf(finding: unknown): JsonObject {
  if (!isJsonObject(finding)) throw new TypeError('a finding is no object');
  const { delivery: _, ...core } = finding;
  return core;
}

function objectOf(value: unknown): JsonObject {
  if (!isJsonObject(value)) throw new TypeError(`${JSON.stringify(value)} is no object`);
  return value;
}
