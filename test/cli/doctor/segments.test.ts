// The segment bucket of a deployment, over fakes: there for scan and settle, emptied in time, and kept up with.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Check } from '../../../src/cli/doctor/check.ts';
import { diagnose } from '../../../src/cli/doctor/diagnose.ts';
import { MAX_LEVEL } from '../../../src/cli/doctor/segment-checks.ts';
import { MAX_LEVEL as WRITTEN_LEVEL } from '../../../src/segments/file-names.ts';
import type { BucketInspector, DeployedFunction } from '../../../src/ports/index.ts';
import {
  aBucket,
  aDeployment,
  anObject,
  aSegmentBucket,
  EXPIRIES,
  known,
  listing,
  NOTIFY,
  NOW_MS,
  REFUSED,
  SCAN,
  SETTLE,
  someDeps,
} from './fakes.ts';

const request = { bucket: 'logs', prefix: '', stack: 'sigma-lambda' };

interface Given {
  readonly bucket?: Partial<BucketInspector>;
  readonly scan?: DeployedFunction;
  readonly settle?: DeployedFunction;
}

async function checksOf({ bucket = {}, scan = SCAN, settle = SETTLE }: Given = {}) {
  const asked: string[] = [];
  const functions = async () => known([scan, settle, NOTIFY]);
  const checks = await diagnose(
    request,
    someDeps({
      deployment: aDeployment({ functions }),
      bucketNamed: (name) => {
        asked.push(name);
        return aSegmentBucket(bucket);
      },
    }),
  );
  const own = checks.filter(({ check }) => check.startsWith('segment '));
  return { asked, own, of: (name: string) => own.find(({ check }) => check === name) };
}

const statuses = (checks: readonly Check[]) => checks.map(({ check, status }) => [check, status]);

const without = (one: DeployedFunction, name: string): DeployedFunction => {
  const { [name]: _left, ...environment } = one.environment;
  return { ...one, environment };
};

const BUCKET = 'SIGMA_LAMBDA_SEGMENT_BUCKET';
const aFile = (ageMs: number, key = 'starts/0/new/a-1') =>
  anObject(key, { modifiedMs: NOW_MS - ageMs });

describe('the segment bucket', () => {
  it('has the levels that settle writes, which this layer may not ask', () => {
    assert.equal(MAX_LEVEL, WRITTEN_LEVEL);
  });

  it('is well where it is reached, emptied, and nothing waits', async () => {
    const { asked, own } = await checksOf();
    assert.deepEqual(statuses(own), [
      ['segment bucket', 'ok'],
      ['segment lifecycle', 'ok'],
      ['segment files', 'ok'],
    ]);
    assert.deepEqual(asked, ['segments']);
  });

  it('is asked for by the account that must own it', async () => {
    const owners: unknown[] = [];
    const region = async (owner?: string) => {
      owners.push(owner);
      return known('eu-west-1');
    };
    await checksOf({ bucket: { region } });
    assert.deepEqual(owners, ['123456789012']);
  });

  it('hides nothing else where it is refused', async () => {
    const refused = async () => REFUSED;
    const { own } = await checksOf({
      bucket: { region: refused, lifecycle: refused, list: refused },
    });
    assert.ok(own.every(({ isRefused, status }) => isRefused === true && status === 'not checked'));
    assert.deepEqual(
      own.map(({ action }) => action),
      ['s3:ListBucket on the bucket', 's3:GetLifecycleConfiguration', 's3:ListBucket'].map(
        (permission) => `ask again with ${permission}`,
      ),
    );
  });

  it('is gone: that is a problem, for scans fail', async () => {
    const gone = { kind: 'unknown', code: 'HTTP 404', message: 'no' } as const;
    const { of } = await checksOf({ bucket: { region: async () => gone } });
    assert.equal(of('segment bucket')?.status, 'problem');
  });

  it('is not asked about where settle knows none, and said to be unused where scan does not', async () => {
    const settle = without(SETTLE, BUCKET);
    const none = await checksOf({ scan: without(SCAN, BUCKET), settle });
    assert.deepEqual([none.own, none.asked], [[], []]);
    const table = await checksOf({ scan: without(SCAN, BUCKET) });
    assert.match(table.of('segment bucket')?.found ?? '', /scans keep starts in the table/);
    const apart = await checksOf({ settle });
    assert.equal(apart.of('segment bucket')?.status, 'problem');
    const other = { ...SETTLE, environment: { ...SETTLE.environment, [BUCKET]: 'others' } };
    assert.match(
      (await checksOf({ settle: other })).of('segment bucket')?.found ?? '',
      /scan writes to segments, settle reads others/,
    );
  });

  const lifecycles = [
    ['no rules', [], 'warning', /stay for ever/],
    ['rules that are off', EXPIRIES.map((one) => ({ ...one, isEnabled: false })), 'warning', /0–5/],
    ['a level without one', EXPIRIES.slice(1), 'warning', /levels 0:/],
    [
      'somebody’s rule that removes all after a day',
      [...EXPIRIES, { prefix: '', days: 1, isEnabled: true }],
      'problem',
      /after 1 day/,
    ],
  ] as const;
  for (const [what, rules, status, words] of lifecycles) {
    it(`tells of ${what}`, async () => {
      const lifecycle = async () => known(rules);
      const found = (await checksOf({ bucket: { lifecycle } })).of('segment lifecycle');
      assert.equal(found?.status, status);
      assert.match(found?.found ?? '', words);
    });
  }

  it('tells how long the oldest file waits, and rings as the alarm does', async () => {
    const filesOf = async (...files: readonly ReturnType<typeof aFile>[]) =>
      (await checksOf({ bucket: { list: listing(files).list } })).own.slice(2);
    const [young] = await filesOf(aFile(40_000), aFile(1_000, 'starts/0/new/b-1'));
    assert.deepEqual([young?.status, young?.found], ['ok', '2 files wait, the oldest for 40 s']);
    const [old] = await filesOf(aFile(20 * 60_000));
    assert.equal(old?.status, 'problem');
    assert.match(old?.action ?? '', /runbook\.md#segments-waiting/);
    const many = Array.from({ length: 5_001 }, (_, index) => aFile(1_000, `starts/0/new/${index}`));
    assert.match((await filesOf(...many))[0]?.found ?? '', /more than 5,000 files wait/);
    const [, broken] = await filesOf(aFile(1_000, 'starts/broken/0/new/a-1'));
    assert.deepEqual([broken?.check, broken?.status], ['segment files put aside', 'warning']);
    assert.match(broken?.action ?? '', /runbook\.md#segments-broken/);
  });

  it('is of no interest without a deployment', async () => {
    const bucketNamed = () => assert.fail('nobody asked');
    const checks = await diagnose({ ...request, stack: undefined }, someDeps({ bucketNamed }));
    assert.deepEqual(
      checks.filter(({ check }) => check.startsWith('segment')),
      [],
    );
    assert.ok((await aBucket().lifecycle()).kind === 'known');
  });
});
