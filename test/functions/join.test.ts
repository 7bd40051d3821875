// Starts and connections in different objects, in every order: the findings of one scan over all of them.

import assert from 'node:assert/strict';
import { createReadStream, globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { decodeObject, parseRecord } from '../../src/decode/index.ts';
import type { Finding, JsonObject } from '../../src/model/index.ts';
import type { FindingStore } from '../../src/ports/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { scanRecords as scanTogether } from '../pipeline/join-scan.ts';
import { fdrConnection, fdrStart } from '../source/fdr-records.ts';
import { defender, elastic } from '../source/records.ts';
import {
  GRACE_MS,
  MODES,
  openJoinWorld,
  scanRecords,
  type StartsMode,
  settleNow,
  storedFindings,
} from './join-world.ts';

const EVENTS = join(import.meta.dirname, '..', '..', 'events');
const registry = createRegistry();

async function samplesOf(source: string): Promise<readonly JsonObject[]> {
  const records: JsonObject[] = [];
  for (const path of globSync('**/*.{json,gz,txt,zst}', { cwd: join(EVENTS, source) })) {
    for await (const item of decodeObject(createReadStream(join(EVENTS, source, path)))) {
      if (item.kind !== 'batch') continue;
      for (let index = 0; index < item.batch.count; index++) {
        const parsed = parseRecord(item.batch, index);
        if (parsed.ok) records.push(parsed.value);
      }
    }
  }
  return records;
}

/** What P7 holds to be the same everywhere. */
function coreOf({ id, rule, tenant, source, hostKey, entityKey, day }: Finding) {
  return { id, rule, tenant, source, hostKey, entityKey, day };
}

function cores(findings: readonly Finding[]) {
  return findings.map(coreOf).toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

function isOffering(record: JsonObject): boolean {
  const reading = registry.read(record);
  return (
    reading.kind === 'events' && reading.events.some(({ joinOffer }) => joinOffer !== undefined)
  );
}

const SOURCES = globSync('*/', { cwd: EVENTS })
  .map((path) => path.replace(/\/$/, ''))
  .sort();

describe('The join of objects', () => {
  for (const [source, mode] of SOURCES.flatMap((one) =>
    MODES.map((mode) => [one, mode] as const),
  )) {
    it(`by ${mode} finds in the samples of ${source} what one scan does, starts before connections or after them`, async () => {
      const records = await samplesOf(source);
      const expected = cores((await scanTogether([records])).findings);
      const offering = records.filter(isOffering);
      const others = records.filter((record) => !isOffering(record));
      const half = Math.ceil(others.length / 2);
      for (const objects of [
        [offering, others],
        [others, offering],
        [others.slice(half), offering, others.slice(0, half)],
      ]) {
        const world = openJoinWorld({ mode });
        for (const [index, object] of objects.entries()) {
          assert.equal(await scanRecords(world, `${index}.json`, object), 'done');
        }
        world.clock.advance(GRACE_MS);
        await settleNow(world);
        const stored = await storedFindings(world);
        assert.deepEqual(cores(stored.map(({ finding }) => finding)), expected);
        assert.equal(new Set(world.published).size, world.published.length, 'each once');
        assert.equal(world.countDue(), 0);
      }
    });
  }
});

/** A scan of the samples knows no late starts; these come behind settle. */
describe('What comes after the grace', () => {
  const SHA1 = '3c'.repeat(20);
  const image = 'c:\\users\\al\\scan.exe';
  const connection = defender('DeviceNetworkEvents', {
    InitiatingProcessFolderPath: image,
    InitiatingProcessSHA1: SHA1,
  });
  const certificate = (signer: string | null) =>
    defender('DeviceFileCertificateInfo', {
      ActionType: null,
      SHA1,
      IsSigned: signer !== null,
      IsTrusted: signer !== null,
      Signer: signer,
    });

  async function judgedEarly(mode?: StartsMode) {
    const world = openJoinWorld(mode && { mode });
    await scanRecords(world, 'connection.json', [connection]);
    assert.deepEqual(world.published, []);
    world.clock.advance(GRACE_MS);
    const report = await settleNow(world);
    assert.equal(report.connections.early, 1);
    const [stored] = await storedFindings(world);
    assert.ok(stored !== undefined);
    assert.ok(stored.finding.awaited?.includes('SignatureStatus'));
    return { world, id: stored.finding.id };
  }

  async function settledLater({ world, id }: Awaited<ReturnType<typeof judgedEarly>>) {
    world.clock.advance(GRACE_MS);
    const report = await settleNow(world);
    // What settle revised itself it takes out of the outbox after its lease.
    world.clock.advance(GRACE_MS);
    const revisions = report.revisions + (await settleNow(world)).revisions;
    const stored = await world.stores.findings.read('acme', id);
    return { report, revisions, stored };
  }

  for (const mode of MODES) {
    it(`withdraws a finding that a filter would have let off, and publishes nothing: ${mode}`, async () => {
      const early = await judgedEarly(mode);
      await scanRecords(early.world, 'late.json', [certificate('Example Tools Ltd')]);
      const { report, revisions, stored } = await settledLater(early);
      assert.equal(stored?.revised?.verdict, 'withdrawn');
      assert.deepEqual([stored.revision, stored.isSent, revisions], [1, true, 1]);
      assert.equal(early.world.published.length, 1);
      const { withdrawn = 0, starts } = early.world.reports.at(-1) ?? {};
      assert.deepEqual(
        [withdrawn + report.joined.withdrawn, (starts?.late ?? 0) + report.starts.late],
        [1, 1],
      );
    });

    it(`confirms a finding that matches still, with the evidence that came: ${mode}`, async () => {
      const early = await judgedEarly(mode);
      await scanRecords(early.world, 'late.json', [certificate(null)]);
      const { stored } = await settledLater(early);
      assert.equal(stored?.revised?.verdict, 'confirmed');
      assert.equal(stored.finding.process.signatureStatus, 'Unsigned');
      assert.deepEqual([stored.finding.awaited, stored.matches.length], [undefined, 1]);
      assert.equal(early.world.published.length, 1);
    });

    it(`revises once, however often what was late is delivered: ${mode}`, async () => {
      const early = await judgedEarly(mode);
      const late = certificate('Example Tools Ltd');
      for (const key of ['late.json', 'again.json']) await scanRecords(early.world, key, [late]);
      const { stored } = await settledLater(early);
      assert.equal(stored?.revision, 1);
    });
  }

  it('leaves a finding while a match of it stands that was not judged anew', async () => {
    const early = await judgedEarly();
    const { world, id } = early;
    const stored = await world.stores.findings.read('acme', id);
    assert.ok(stored !== undefined);
    const more = { matchId: 'm1_another', timeMs: 1 };
    const part = { finding: stored.finding, rank: '~', object: 'o', matches: [more] };
    await world.stores.findings.record(part, { owner: 'o', leaseMs: 1 });
    await scanRecords(world, 'late.json', [certificate('Example Tools Ltd')]);
    const { stored: after } = await settledLater(early);
    assert.equal(after?.revised, undefined);
  });

  it('withdraws also where the late scan died, and a copy of the connection came before it was tried again', async () => {
    const early = await judgedEarly();
    const { world, id } = early;
    const { findings } = world.stores;
    const dying = {
      ...world.stores,
      findings: { ...bound(findings), read: () => Promise.reject(new Error('dead')) },
    };
    const late = [certificate('Example Tools Ltd')];
    await assert.rejects(scanRecords(world, 'late.json', late, { stores: dying }));
    await scanRecords(world, 'copy.json', [connection]);
    await scanRecords(world, 'late.json', late);
    assert.equal((await findings.read('acme', id))?.revised?.verdict, 'withdrawn');
  });

  for (const mode of MODES) {
    it(`publishes what nobody was told of: a late start that names the program makes a finding: ${mode}`, async () => {
      const world = openJoinWorld({ mode });
      await scanRecords(world, 'connection.json', [fdrConnection()]);
      world.clock.advance(GRACE_MS);
      await settleNow(world);
      assert.deepEqual(world.published, []);
      await scanRecords(world, 'late.json', [LONG_BEFORE]);
      await settleNow(world);
      const [stored] = await storedFindings(world);
      assert.equal(world.published.length, 1);
      assert.deepEqual(
        [stored?.revised, stored?.finding.joined?.includes('Image')],
        [undefined, true],
      );
    });
  }
});

describe('Starts in files', () => {
  const early = { timestamp: '1795160000640', ProcessStartTime: '1795160000.016' };

  it('are no items of the table, and are judged with the connection at the next run of settle', async () => {
    const world = openJoinWorld({ mode: 'segments' });
    await scanRecords(world, 'start.json', [fdrStart(early)]);
    await settleNow(world);
    await scanRecords(world, 'connection.json', [fdrConnection()]);
    assert.deepEqual([world.reports.at(-1)?.connections.waits, world.published.length], [1, 0]);
    const { starts, created } = await settleNow(world);
    // The start, and what it is to the sequence.
    assert.deepEqual([starts.promoted, created, world.published.length], [2, 1, 1]);
    assert.equal(world.countDue(), 0);
  });

  it('of a sequence are found by its connection, in one object at once and in two by settle, in either order', async () => {
    const objects = [fdrStart(), fdrConnection()];
    const together = openJoinWorld({ mode: 'segments' });
    await scanRecords(together, 'both.json', objects);
    const expected = cores((await storedFindings(together)).map(({ finding }) => finding));
    assert.equal(expected.length, 2);
    for (const apart of [objects, objects.toReversed()]) {
      const world = openJoinWorld({ mode: 'segments' });
      for (const [index, record] of apart.entries()) {
        await scanRecords(world, `${index}.json`, [record]);
        await settleNow(world);
      }
      await settleNow(world);
      assert.deepEqual(
        cores((await storedFindings(world)).map(({ finding }) => finding)),
        expected,
      );
      assert.equal(world.published.length, 1, 'one alert of the process');
    }
  });

  for (const mode of MODES) {
    it(`leave to the table a connection whose names find no room in a file (${mode})`, async () => {
      const world = openJoinWorld({ mode });
      await scanRecords(world, 'connection.json', [fdrConnection({ aid: 'a'.repeat(480_000) })]);
      world.clock.advance(GRACE_MS);
      const { connections } = await settleNow(world);
      await settleNow(world);
      assert.deepEqual(connections, { final: 0, early: 1 });
    });
  }

  it('hold judging back while no run came to them', async () => {
    const world = openJoinWorld({ mode: 'segments' });
    await scanRecords(world, 'connection.json', [fdrConnection()]);
    await scanRecords(world, 'start.json', [LONG_BEFORE]);
    world.clock.advance(2 * GRACE_MS);
    const { starts, heldBackMs, connections } = await settleNow(world, () => false);
    assert.deepEqual([starts.left, heldBackMs, connections.early], [2, 2 * GRACE_MS, 0]);
    assert.equal(starts.leftForMs, 2 * GRACE_MS);
    assert.equal((await settleNow(world)).starts.leftForMs, 0);
    assert.equal((await storedFindings(world)).length, 1);
  });
});

/** The store's methods, apart from their object. */
function bound(store: FindingStore): FindingStore {
  return {
    record: (part, terms) => store.record(part, terms),
    sent: (tenant, id, revision) => store.sent(tenant, id, revision),
    dropped: (tenant, id, revision) => store.dropped(tenant, id, revision),
    unsent: (nowMs, terms) => store.unsent(nowMs, terms),
    revise: (tenant, id, revision, terms) => store.revise(tenant, id, revision, terms),
    read: (tenant, id) => store.read(tenant, id),
  };
}

/** No start that the sequence rule reads: that would be a finding of its own. */
const LONG_BEFORE = fdrStart({ ProcessStartTime: '1795160000.016', timestamp: '1795160000640' });

describe('What waits', () => {
  it('takes few places under a key, so that a flood waits with all its connections', async () => {
    const world = openJoinWorld();
    const flood = Array.from({ length: 500 }, (_, index) =>
      fdrConnection({ id: `c${index}`, RemoteAddressIP4: `10.1.${index >> 8}.${index & 255}` }),
    );
    await scanRecords(world, 'flood.json', flood);
    assert.deepEqual(world.reports[0]?.connections, { waits: 5, judged: 0, full: 0, tooLarge: 0 });
    await scanRecords(world, 'start.json', [LONG_BEFORE]);
    const expected = await scanTogether([[LONG_BEFORE, ...flood]]);
    const stored = await storedFindings(world);
    assert.deepEqual(cores(stored.map(({ finding }) => finding)), cores(expected.findings));
    const counts = stored.map(({ finding, matches }) => [
      finding.correlation?.type,
      matches.length,
    ]);
    assert.ok(counts.some(([type, matches]) => type === undefined && matches === 500));
  });

  it('is judged at once by rules that nothing more can change, and waits for the others alone', async () => {
    const world = openJoinWorld();
    const unsigned = elastic({
      event: { id: 'N3vT+1', dataset: 'endpoint.events.network', action: 'connection_attempted' },
      host: { id: '51b1', os: { type: 'windows' } },
      process: {
        pid: 7520,
        entity_id: 'e-1',
        executable: 'C:\\Users\\al\\scan.exe',
        code_signature: { exists: false },
      },
      user: { id: 'S-1-5-21-1-2-3-1105', domain: 'CORP', name: 'al' },
      destination: { ip: '192.0.2.9', port: 445 },
      network: { transport: 'tcp', direction: 'egress' },
    });
    await scanRecords(world, 'a.json', [unsigned]);
    assert.equal(world.reports[0]?.connections.waits, 1);
    assert.equal(world.published.length, 1, 'not signed is not signed');
  });
});

describe('A kept record that no source reads any more', () => {
  it('is let go and counted, so that it stands in nobody’s way', async () => {
    const world = openJoinWorld();
    await scanRecords(world, 'connection.json', [fdrConnection()]);
    world.clock.advance(GRACE_MS);
    const { processes } = world.stores;
    for await (const waiting of processes.settleDue(world.clock.nowMs(), 0)) {
      const body = waiting.body.replaceAll('event_simpleName', 'event_name');
      await processes.conclude(waiting);
      await processes.awaitStart({ ...waiting, ref: 'w1_other', body });
    }
    const report = await settleNow(world);
    assert.deepEqual([report.joined.unreadable, report.connections.final], [1, 1]);
    assert.equal(world.countDue(), 0);
  });
});
