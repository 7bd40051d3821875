// Files of a folder → objects of the log bucket.

import assert from 'node:assert/strict';
import { mkdirSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { CreateBucketCommand, GetObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { type Clients, closeClients, openClients } from '../../../src/cli/local/clients.ts';
import { Feeder, MAX_FILE_BYTES } from '../../../src/cli/local/feeder.ts';
import { InFlight } from '../../../src/cli/local/in-flight.ts';
import { startAwsLocal } from '../../../src/local/index.ts';
import { tempFolder } from '../../infra/support/temp-folder.ts';

const NOW = Date.UTC(2026, 10, 20, 10);
const SIGNAL = new AbortController().signal;

async function feederOf(t: TestContext, files: Readonly<Record<string, string>>) {
  const folder = tempFolder(files);
  for (const path of Object.keys(files)) utimesSync(join(folder, path), 1, 1);
  const aws = await startAwsLocal();
  const clients = openClients(aws.endpoint, aws.endpoint);
  t.after(async () => {
    closeClients(clients);
    await aws.stop();
  });
  await clients.s3.send(new CreateBucketCommand({ Bucket: 'logs' }));
  const inFlight = new InFlight();
  const said: string[] = [];
  const desk = {
    problem: (text: string) => said.push(text),
    unreadable: (text: string) => said.push(text),
  };
  const feeder = new Feeder({ folder, stack: { clients, inFlight }, desk, signal: SIGNAL });
  return { folder, aws, clients, inFlight, feeder, said };
}

async function contentOf({ s3 }: Clients): Promise<Readonly<Record<string, string>>> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'logs' }));
  const entries = Contents.map(async ({ Key = '' }) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'logs', Key }));
    return [Key, (await Body?.transformToString()) ?? ''] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

describe('the watched folder', () => {
  it('becomes objects under the same paths; empty files too, but no Markdown and nothing hidden', async (t) => {
    const { feeder, clients, said } = await feederOf(t, {
      'date=2026-11-20/a b%+é.json': '{"a":1}',
      'empty.json': '',
      'README.md': 'no log',
      '.hidden': 'no log',
    });
    await feeder.feed(NOW);
    assert.deepEqual(await contentOf(clients), {
      'date=2026-11-20/a b%+é.json': '{"a":1}',
      'empty.json': '',
    });
    assert.deepEqual(said, []);
    assert.equal(feeder.isWaiting, false);
  });

  it('puts another content of a file once the last is scanned', async (t) => {
    const { folder, feeder, clients, inFlight } = await feederOf(t, { 'a.json': 'one' });
    await feeder.feed(NOW);
    writeFileSync(join(folder, 'a.json'), 'another');
    utimesSync(join(folder, 'a.json'), 2, 2);
    await feeder.feed(NOW + 1);
    assert.deepEqual(await contentOf(clients), { 'a.json': 'one' });
    assert.equal(feeder.isWaiting, true);
    inFlight.done('s3://logs/a.json');
    await feeder.feed(NOW + 10_000);
    assert.deepEqual(await contentOf(clients), { 'a.json': 'another' });
  });

  it('says what it cannot take, and takes the rest', async (t) => {
    const { folder, feeder, clients, said } = await feederOf(t, {
      'a.json': 'one',
      'huge.json': '',
    });
    truncateSync(join(folder, 'huge.json'), MAX_FILE_BYTES + 1);
    utimesSync(join(folder, 'huge.json'), 1, 1);
    const deep = join(...Array<string>(5).fill('d'.repeat(250)));
    mkdirSync(join(folder, deep), { recursive: true });
    writeFileSync(join(folder, deep, 'b.json'), 'two');
    utimesSync(join(folder, deep, 'b.json'), 1, 1);
    await feeder.feed(NOW);
    await feeder.feed(NOW);
    assert.deepEqual(await contentOf(clients), { 'a.json': 'one' });
    assert.equal(said.length, 2);
    assert.match(said[0] ?? '', /b\.json makes a key of \d+ bytes; S3 takes 1024$/);
    assert.match(said[1] ?? '', /huge\.json has 1073741825 bytes; the local S3 takes 1073741824$/);
  });

  it('tries again what could not be put, and gives up after a few times until the file changes', async (t) => {
    const { folder, aws, feeder, clients, said } = await feederOf(t, { 'a.json': 'one' });
    const effect = { kind: 'status', status: 500, code: 'InternalError' } as const;
    aws.faults.add({ operation: 's3:PutObject', times: 3, effect });
    for (let look = 0; look < 4; look += 1) await feeder.feed(NOW + look * 10_000);
    assert.equal(feeder.isWaiting, false);
    assert.equal(said.length, 3);
    assert.match(said.at(-1) ?? '', /a\.json could not be put: /);
    assert.deepEqual(await contentOf(clients), {});
    writeFileSync(join(folder, 'a.json'), 'another');
    utimesSync(join(folder, 'a.json'), 2, 2);
    await feeder.feed(NOW + 90_000);
    assert.deepEqual(await contentOf(clients), { 'a.json': 'another' });
  });
});
