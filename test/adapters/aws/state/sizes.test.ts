// Items as large as DynamoDB takes, and larger ones: said, and nothing else lost.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ItemTooLargeError } from '../../../../src/adapters/aws/index.ts';
import { aFinding } from '../../../alert/builders.ts';
import { aGroup, aPart } from '../../../correlate/builders.ts';
import { aConnection, aFindingPart, aKey, anOffer } from '../../../state/builders.ts';
import { HOUR_MS, MINUTE_MS } from '../../../support/set-clock.ts';
import { countItems, itemUnder, openTable } from './dynamo.ts';

const TERMS = { owner: 'scan-1', leaseMs: 5 * MINUTE_MS };
const KEEP = { keepMs: HOUR_MS };
const ID = aFinding().id;

/** Incompressible, and the same every time. */
function noise(bytes: number): string {
  let state = 1;
  return Array.from({ length: bytes }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join('');
}

describe('an item of more than 400 KB', () => {
  it('is an error that names it, for a finding and a partial match', async () => {
    const table = await openTable();
    const { state } = table;
    const user = noise(600_000);
    const part = aFindingPart({}, { user });
    await assert.rejects(state.findings.record(part, TERMS), (error) => {
      assert.ok(error instanceof ItemTooLargeError);
      assert.match(error.message, /^item F#acme#f1_a+ is larger than 409600 bytes/);
      return true;
    });
    const huge = aPart(1, { evidence: user });
    await assert.rejects(
      state.partialMatches.put([{ group: aGroup(), part: huge, ...KEEP }]),
      ItemTooLargeError,
    );
    assert.equal(await countItems(table), 0);
  });

  it('fits if it can be compressed', async () => {
    const { state } = await openTable();
    const part = aFindingPart({}, { user: 'é\u202e'.repeat(300_000) });
    assert.equal(await state.findings.record(part, TERMS), 'created');
    assert.deepEqual((await state.findings.read('acme', ID))?.finding, part.finding);
  });

  it('does not come of a text that is counted: of a long one its hash is kept', async () => {
    const { state } = await openTable();
    const [long, other] = [noise(600_000), `${noise(600_000)}!`];
    for (const [timeMs, text] of [long, other, long].entries()) {
      await state.partialMatches.put([
        { group: aGroup(), part: aPart(timeMs, { values: [text, 'short'] }), ...KEEP },
      ]);
    }
    const { parts } = await state.partialMatches.range(aGroup(), [{ fromMs: 0, toMs: 9 }]);
    const [first, second, third] = parts.map(({ values }) => values);
    assert.deepEqual(third, first);
    assert.notDeepEqual(second, first);
    assert.equal(first?.[1], 'short');
  });

  it('is said of a connection, which is not kept, with what is offered', async () => {
    const table = await openTable();
    await table.state.processes.putStarts([{ key: aKey(), offers: [anOffer()] }]);
    const before = await countItems(table);
    const reply = await table.state.processes.awaitStart(aConnection({ body: noise(600_000) }));
    assert.deepEqual(reply, { kind: 'tooLarge', isLate: false, offered: [[anOffer()]] });
    assert.equal(await countItems(table), before);
  });

  it('is said of an offer, and loses nothing that was there', async () => {
    const { state } = await openTable();
    await state.processes.awaitStart(aConnection());
    await state.processes.putStarts([{ key: aKey(), offers: [anOffer()] }]);
    const huge = anOffer({ head: 'CommandLine', values: [['CommandLine', noise(500_000)]] });
    const replies = await state.processes.putStarts([
      { key: aKey(), offers: [huge] },
      { key: aKey({ key: 'other' }), offers: [anOffer()] },
    ]);
    assert.deepEqual(
      replies.map(({ kind }) => kind),
      ['tooLarge', 'kept'],
    );
    const { offered } = await state.processes.awaitStart(aConnection());
    assert.deepEqual(offered, [[anOffer()]]);
  });

  it('does not come of noting who waits beside an offer that just found room', async () => {
    const { state } = await openTable();
    const text = 'x'.repeat(409_400);
    let last = aKey();
    for (let more = 0; more < 200; more += 8) {
      const key = aKey({ key: `p${100 + more}` });
      const values = [['CommandLine', text + 'x'.repeat(more)]] as const;
      const offers = [anOffer({ head: 'CommandLine', values })];
      const [reply] = await state.processes.putStarts([{ key, offers }]);
      if (reply?.kind !== 'kept') break;
      last = key;
    }
    const waiting = aConnection({ keys: [last], ref: `w1_${'a'.repeat(27)}` });
    const { kind, offered } = await state.processes.awaitStart(waiting);
    assert.deepEqual([kind, offered[0]?.map(({ head }) => head)], ['full', ['CommandLine']]);
  });

  it('does not come of many offers, of which few hold', async () => {
    const table = await openTable();
    for (let index = 0; index < 30; index++) {
      const values = [['Image', `${index}${'x'.repeat(30_000)}`]] as const;
      const offers = [anOffer({ timeMs: 1_000 - index, values })];
      const [reply] = await table.state.processes.putStarts([{ key: aKey(), offers }]);
      assert.equal(reply?.kind, 'kept');
    }
    const item = await itemUnder(table, 'P#acme#sysmon#ws-17 {1}');
    assert.equal(item['offers']?.SS?.length, 1);
  });
});
