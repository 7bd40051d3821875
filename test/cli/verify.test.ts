// A finding is proved from the very record it names, disproved by the rules of today, and nothing is said where it cannot be told.

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { makeFolder } from '../adapters/folder.ts';
import { openTable } from '../adapters/aws/state/dynamo.ts';
import { setEnvironment } from '../support/environment.ts';
import { runCli } from './run-cli.ts';
import { runHere } from './run-here.ts';
import { connection, lines, SCAN_FILTER, SCAN_RULE } from './samples.ts';

/** A folder with rules, and an object with the finding of its second record. */
async function found(
  t: TestContext,
  text = lines([connection(1, { DestinationPort: '53' }), connection(2)]),
) {
  const folder = makeFolder(t);
  const rules = join(folder, 'rules');
  mkdirSync(rules);
  writeFileSync(join(rules, 'scan.yml'), SCAN_RULE);
  const object = join(folder, 'object.ndjson');
  writeFileSync(object, text);
  const findings = join(folder, 'findings.ndjson');
  const { stdout } = await runHere(['scan', object, '--rules', rules, '--format', 'ndjson']);
  writeFileSync(findings, stdout);
  const id: unknown = JSON.parse(stdout.split('\n')[0] ?? '').id;
  return { folder, rules, object, findings, id: String(id), finding: stdout };
}

test('a finding whose record is there and matches is proved, with the record, its hash and the tests', async (t) => {
  const { rules, findings, id } = await found(t);
  const { code, stdout, stderr } = await runHere([
    'verify',
    id,
    '--findings',
    findings,
    '--rules',
    rules,
  ]);
  assert.equal(stderr, '');
  assert.match(
    stdout,
    /^PROVED: the record is there, and the same tests of the rule hold for it\n/,
  );
  assert.match(stdout, /\n {2}record 1: c1_[\w-]{27}\n {4}\{.*"RecordNumber":2,/);
  assert.match(stdout, /selection_port: DestinationPort 445 held for 445\n/);
  assert.equal(code, 0);
});

test('a rule that was edited disproves what it found, and the test that fails is named', async (t) => {
  const { rules, findings, id } = await found(t);
  writeFileSync(join(rules, 'scan.yml'), SCAN_RULE.replace('445', '139'));
  const { code, stdout } = await runHere(['verify', id, '--findings', findings, '--rules', rules]);
  assert.match(stdout, /^DISPROVED: the record is there, and the rule does not match it\n/);
  assert.match(
    stdout,
    /nearest miss, one test:\n {4}selection_port: DestinationPort 139; the event has '445'/,
  );
  assert.equal(code, 1);
});

test('a filter that came later disproves the finding, and is named', async (t) => {
  const { rules, findings, id } = await found(t, lines([connection(1)]));
  writeFileSync(join(rules, 'filter.yml'), SCAN_FILTER);
  const { code, stdout } = await runHere(['verify', id, '--findings', findings, '--rules', rules]);
  assert.match(stdout, /verdict: SUPPRESSED[^\n]*\n/);
  assert.match(stdout, /filter Scanner of the file server \([^)]*\) suppresses the match/);
  assert.equal(code, 1);
});

test('a rule that is no more disproves the finding', async (t) => {
  const { rules, findings, id } = await found(t);
  const other = 'id: 00000000-7c41-4c0e-9d6c-2f6a3a1f0b11';
  writeFileSync(join(rules, 'scan.yml'), SCAN_RULE.replace(/^id: .*$/m, other));
  const { code, stdout } = await runHere(['verify', id, '--findings', findings, '--rules', rules]);
  assert.match(stdout, /^DISPROVED: no rule of today has the id 5e6b4d2a-/);
  assert.equal(code, 1);
});

test('an object with other records neither proves nor disproves: it changed', async (t) => {
  const { rules, findings, object, id } = await found(t);
  writeFileSync(object, lines([connection(7)]));
  const { code, stdout } = await runHere(['verify', id, '--findings', findings, '--rules', rules]);
  assert.match(
    stdout,
    /^CHANGED: .*object\.ndjson is there, but the record of the finding is not in it\n/,
  );
  assert.equal(code, 2);
});

test('an object that is no more is gone', async (t) => {
  const { rules, findings, object, id } = await found(t);
  rmSync(object);
  const { code, stdout } = await runHere(['verify', id, '--findings', findings, '--rules', rules]);
  assert.match(stdout, /^GONE: /);
  assert.equal(code, 2);
});

test('an object that is cut short before the record says nothing of it', async (t) => {
  const { rules, findings, object, id } = await found(t);
  writeFileSync(object, Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]));
  const { code, stdout } = await runHere(['verify', id, '--findings', findings, '--rules', rules]);
  assert.match(stdout, /^NOT TOLD: .*object\.ndjson: /);
  assert.equal(code, 2);
});

test('a finding of joined events is proved with the object of the other event, and not judged without', async (t) => {
  const { folder, rules, findings: file } = await found(t);
  const start = connection(9, {
    EventID: 1,
    Image: 'C:\\Tools\\scan.exe',
    CommandLine: 'scan.exe',
    UtcTime: '2026-11-20 10:15:00.000',
  });
  const bare: Record<string, unknown> = JSON.parse(connection(2));
  delete bare['Image'];
  writeFileSync(join(folder, 'a.ndjson'), lines([JSON.stringify(bare)]));
  writeFileSync(join(folder, 'b.ndjson'), lines([start]));
  const paths = [join(folder, 'a.ndjson'), join(folder, 'b.ndjson')];
  const scanned = await runHere(['scan', ...paths, '--rules', rules, '--format', 'ndjson']);
  writeFileSync(file, scanned.stdout);
  const id = String(JSON.parse(scanned.stdout).id);
  const asked = ['verify', id, '--findings', file, '--rules', rules];
  const alone = await runHere(asked);
  assert.match(alone.stdout, /^NOT TOLD: .*--context\n/);
  const whole = await runHere([...asked, '--context', join(folder, 'b.ndjson')]);
  assert.match(whole.stdout, /^PROVED: /);
  assert.deepEqual([alone.code, whole.code], [2, 0]);
});

test('of the versions of an object in S3 the one that holds the record proves the finding', async (t) => {
  const { rules, findings, finding, id } = await found(t);
  const stated = JSON.parse(finding);
  stated.delivery.object = 's3://edr-logs/a b/object.ndjson';
  writeFileSync(findings, `${JSON.stringify(stated)}\n`);
  const versions = new Map([
    ['v2', lines([connection(7)])],
    ['v1', lines([connection(1, { DestinationPort: '53' }), connection(2)])],
  ]);
  const endpoint = await bucketWith(t, versions);
  const { code, stdout } = await runHere([
    ...['verify', id, '--findings', findings, '--rules', rules],
    ...['--region', 'us-east-1', '--endpoint', endpoint, '--format', 'json'],
  ]);
  const said = JSON.parse(stdout);
  assert.equal(said.verdict, 'proved');
  assert.match(said.version, /^etag etag-v1, version v1, put 2026-11-20/);
  assert.equal(said.evidence.record.RecordNumber, 2);
  assert.equal(code, 0);
});

test('where versions may not be listed, the current object alone does not pass for changed', async (t) => {
  const { rules, findings, finding, id } = await found(t);
  const stated = JSON.parse(finding);
  stated.delivery.object = 's3://edr-logs/denied/object.ndjson';
  writeFileSync(findings, `${JSON.stringify(stated)}\n`);
  const endpoint = await bucketWith(t, new Map([['', lines([connection(7)])]]));
  const { code, stdout } = await runHere([
    ...['verify', id, '--findings', findings, '--rules', rules],
    ...['--region', 'us-east-1', '--endpoint', endpoint],
  ]);
  assert.match(
    stdout,
    /^NOT TOLD: its versions cannot be listed \(s3:ListBucketVersions\): AccessDenied/,
  );
  assert.equal(code, 2);
});

test('a key without versions is gone only where S3 has no current object either', async (t) => {
  const { rules, findings, finding, id } = await found(t);
  const stated = JSON.parse(finding);
  stated.delivery.object = 's3://edr-logs/unversioned/object.ndjson';
  writeFileSync(findings, `${JSON.stringify(stated)}\n`);
  const text = lines([connection(1, { DestinationPort: '53' }), connection(2)]);
  const verify = async (versions: ReadonlyMap<string, string>) =>
    await runHere([
      ...['verify', id, '--findings', findings, '--rules', rules],
      ...['--region', 'us-east-1', '--endpoint', await bucketWith(t, versions)],
    ]);
  const there = await verify(new Map([['', text]]));
  assert.match(there.stdout, /^PROVED: [\s\S]*read: the current one\n/);
  const none = await verify(new Map());
  assert.match(none.stdout, /^GONE: s3:\/\/edr-logs\/unversioned\/object\.ndjson is not there\n/);
  assert.deepEqual([there.code, none.code], [0, 2]);
});

/** Three destinations of one host within a minute. */
const FAN_OUT = `${SCAN_RULE}---
title: Scanner fans out
id: 7d0cf1f3-2f0e-4b8a-8a53-0c8a1f9a7a10
level: high
correlation:
  type: value_count
  rules:
    - 5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11
  group-by:
    - Computer
    - ProcessGuid
  timespan: 1m
  condition:
    field: DestinationIp
    gte: 3
`;

test('a correlation is proved with the objects that its evidence names, given by standard input', async (t) => {
  const { folder, rules } = await found(t);
  writeFileSync(join(rules, 'scan.yml'), FAN_OUT);
  const paths = [1, 2, 3].map((n) => join(folder, `part-${n}.ndjson`));
  for (const [index, path] of paths.entries()) writeFileSync(path, lines([connection(index + 1)]));
  const { stdout } = await runHere(['scan', ...paths, '--rules', rules, '--format', 'ndjson']);
  const finding = JSON.parse(stdout.split('\n').find((line) => line.includes('fans out')) ?? '');
  const file = join(folder, 'correlated.ndjson');
  const asked = ['verify', String(finding.id), '--findings', file, '--rules', rules];
  writeFileSync(file, JSON.stringify(finding));
  const alone = await runHere(asked);
  assert.match(alone.stdout, /^NOT TOLD: .*needs other events: name their objects by --context/);
  const records = paths.map((object) => ({
    role: 'window',
    delivery: { ...finding.delivery, object },
  }));
  const evidence = JSON.stringify({ schema: 'sigma-lambda.evidence/1', finding, records });
  const whole = await runCli(['verify', '-', '--rules', rules], evidence);
  assert.match(whole.stdout, /^PROVED: /);
  writeFileSync(join(rules, 'scan.yml'), FAN_OUT.replace('gte: 3', 'gte: 4'));
  writeFileSync(file, evidence);
  const edited = await runHere(asked);
  assert.match(edited.stdout, /^DISPROVED: [\s\S]*1 more would fire/);
  assert.deepEqual([alone.code, whole.code, edited.code], [2, 0, 1]);
});

test('a finding of a deployment is read from its state table, by its tenant', async (t) => {
  const { rules, finding, id } = await found(t);
  const { client, tableName, state } = await openTable();
  const { protocol, hostname, port } = (await client.config.endpoint?.()) ?? {};
  const part = { finding: JSON.parse(finding), rank: 'r', object: 'o', matches: [] };
  await state.findings.record(part, { owner: 'test', leaseMs: 1_000 });
  setEnvironment(t, { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' });
  const asked = [
    ...['verify', id, '--state-table', tableName, '--rules', rules],
    ...['--endpoint', `${protocol}//${hostname}:${port}`, '--region', 'us-east-1'],
  ];
  const proved = await runHere(asked);
  assert.match(proved.stdout, /^PROVED: /);
  const other = await runHere([...asked, '--tenant', 'acme']);
  assert.match(other.stderr, /has no finding f1_[\w-]+ of the tenant acme/);
  assert.deepEqual([proved.code, other.code], [0, 2]);
});

test('what is no finding is refused with what was expected', async (t) => {
  const { folder, findings, id } = await found(t);
  const bad = join(folder, 'bad.ndjson');
  writeFileSync(bad, `${JSON.stringify({ id, tenant: 'default', rule: { id: 'x' } })}\n`);
  const cases: readonly (readonly [readonly string[], RegExp, number])[] = [
    [['f1_short', '--findings', findings], /expected f1_ and 27 characters/, 64],
    [[id], /one of --findings, --state-table and --stack; 0 are/, 64],
    [[id, '--findings', bad], /bad\.ndjson line 1 is no finding: it has no delivery/, 2],
    [[`f1_${'x'.repeat(27)}`, '--findings', findings], /has no finding f1_x+ in 1 lines/, 2],
    [[id, '--findings', join(folder, 'none')], /none cannot be read/, 2],
  ];
  for (const [args, message, expected] of cases) {
    const { code, stderr } = await runHere(['verify', ...args]);
    assert.match(stderr, message);
    assert.equal(code, expected);
  }
});

/** A server with one object of those versions, newest first; it refuses to list `denied/`, and knows none of `unversioned/`. */
async function bucketWith(t: TestContext, versions: ReadonlyMap<string, string>): Promise<string> {
  setEnvironment(t, { AWS_ACCESS_KEY_ID: 'AKIDTEST', AWS_SECRET_ACCESS_KEY: 'secret' });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    if (searchParams.has('versions')) {
      const key = searchParams.get('prefix') ?? '';
      if (key.startsWith('denied/')) {
        response
          .writeHead(403)
          .end('<Error><Code>AccessDenied</Code><Message>no</Message></Error>');
        return;
      }
      const shown = key.startsWith('unversioned/') ? [] : [...versions];
      const items = shown.map(
        ([id, text]) =>
          `<Version><Key>${key}</Key><VersionId>${id}</VersionId><ETag>"etag-${id}"</ETag>` +
          `<Size>${text.length}</Size><LastModified>2026-11-20T11:00:00.000Z</LastModified></Version>`,
      );
      response.end(
        `<ListVersionsResult><IsTruncated>false</IsTruncated>${items.join('')}</ListVersionsResult>`,
      );
      return;
    }
    const id = searchParams.get('versionId') ?? '';
    const text = versions.get(id);
    assert.match(pathname, /object\.ndjson$/);
    if (text === undefined) {
      response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    } else
      response.writeHead(200, { etag: `"etag-${id}"`, 'content-length': text.length }).end(text);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => server.close());
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  return `http://127.0.0.1:${address.port}`;
}
