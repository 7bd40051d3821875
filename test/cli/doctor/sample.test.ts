// What the engine makes of a sample: what is not known, what no log names, and the fields without which a rule cannot fire.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkSample } from '../../../src/cli/doctor/sample-checks.ts';
import { takeSample } from '../../../src/cli/doctor/sample.ts';
import { connection, ndjson, objectOf, RULES } from './fakes.ts';

async function checked(...texts: readonly string[]) {
  const objects = texts.map((text, index) => objectOf(`o${index}`, text));
  const checks = checkSample(await takeSample(objects, RULES.compiled), RULES);
  return (name: string) => checks.find(({ check }) => check === name);
}

const start = { ...connection(9, { EventID: 1, CommandLine: 'x' }), Initiated: undefined };

describe('a sample', () => {
  it('counts records, kinds and connections of each source once, also where objects are read again for the join', async () => {
    const waiting = connection(1, { Image: 'C:\\Users\\al\\a.exe' });
    const check = await checked(ndjson([waiting, start]), ndjson([start, connection(3)]));
    assert.match(check('source sysmon')?.found ?? '', /1: 2, 3: 2; 2 connections/);
    assert.match(check('records')?.found ?? '', /4 recognised, 0 unrecognised, 0 rejected of 4/);
  });

  it('tells what is of no source', async () => {
    const check = await checked(ndjson([{ a: 1 }, { b: 2 }]));
    assert.equal(check('records')?.status, 'problem');
    const mixed = await checked(ndjson([{ a: 1 }, connection(1)]));
    assert.equal(mixed('records')?.status, 'warning');
  });

  it('without connections says what to have the product log', async () => {
    const { status, action = '' } = (await checked(ndjson([start])))('source sysmon') ?? {};
    assert.equal(status, 'warning');
    assert.match(action, /^switch on: .*NetworkConnect/);
  });

  it('names connections whose program no log names', async () => {
    const nameless = connection(1, { Image: '-', ProcessId: 0, ProcessGuid: undefined });
    const { status, found = '' } = (await checked(ndjson([nameless])))('source sysmon') ?? {};
    assert.match(found, /1 connection, of 1 no log names/);
    assert.equal(status, 'warning');
  });

  it('names the field that no event had, and the rules that cannot fire for it', async () => {
    const check = await checked(ndjson([connection(1, { DestinationPort: undefined }), start]));
    const { status, found = '' } = check('rules on sysmon') ?? {};
    assert.equal(status, 'warning');
    assert.match(
      found,
      /DestinationPort.* never seen in 1 event, so “Detect LOLBins Making SMB Connections” cannot fire/,
    );
    assert.equal((await checked(ndjson([connection(1), start])))('rules on sysmon')?.status, 'ok');
  });

  it('reads the beginning of a large object, and takes its cut end for no fault', async () => {
    const text = ndjson(Array.from({ length: 50 }, (_, n) => connection(n)));
    const sample = await takeSample([objectOf('large', text)], RULES.compiled, text.length / 2);
    assert.ok(sample.counts.evaluated > 20 && sample.counts.evaluated < 26);
    assert.deepEqual([sample.cut, sample.faults], [1, []]);
    const whole = await takeSample([objectOf('o', '[{"a":')], RULES.compiled);
    assert.equal(whole.faults.length, 1);
  });
});
