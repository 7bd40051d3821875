// Messages of the alerts topic, and the command line's output for the same bytes → findings that can be compared.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from '@aws-sdk/client-sqs';
import type { Finding } from '../../../src/model/index.ts';
import { runHere } from '../../cli/run-here.ts';
import { ROOT } from '../../infra/support/root.ts';
import { tempFolder } from '../../infra/support/temp-folder.ts';
import { alertProblems, alertsIn } from './alerts.ts';
import type { Deployment } from './deploy.ts';

/** What the command line finds in an object's bytes, by id. Named as in S3: only that name may differ (P7). */
export async function cliFindings(
  body: Uint8Array | string,
  object: string,
): Promise<readonly Finding[]> {
  const path = join(tempFolder(), 'object');
  writeFileSync(path, body);
  const findings = await scanned(path);
  return sorted(
    findings.map((finding) => ({ ...finding, delivery: { ...finding.delivery, object } })),
  );
}

/** What the command line finds in all sample objects together. */
export async function cliFindingsOfSamples(): Promise<readonly Finding[]> {
  return scanned(join(ROOT, 'events'));
}

async function scanned(path: string): Promise<readonly Finding[]> {
  const { code, stdout, stderr } = await runHere(['scan', path, '--format', 'ndjson']);
  assert.equal(code, 0, stderr);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line): Finding => JSON.parse(line));
}

/** The findings that lead the alerts of messages, by id; those of one object where it is named. */
export function findingsIn(messages: readonly Message[], object?: string): readonly Finding[] {
  const findings = alertsIn(messages).map(({ lead }) => lead);
  return sorted(
    findings.filter(({ delivery }) => object === undefined || delivery.object === object),
  );
}

/**
 * Puts the object, runs, and proves that exactly the command line's findings were found, and each led an alert, once: they
 * must be of different processes.
 */
export async function assertScanned(
  stack: Deployment,
  key: string,
  body: Uint8Array | string,
): Promise<void> {
  await stack.put(key, body);
  await stack.run();
  const object = `s3://${stack.bucket}/${key}`;
  const expected = await cliFindings(body, object);
  assert.notEqual(expected.length, 0, 'the object has findings');
  const messages = await stack.published();
  assert.deepEqual(findingsIn(messages), expected);
  assert.deepEqual(alertProblems(alertsIn(messages), expected), []);
  assert.deepEqual(await stack.failures(), []);
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
