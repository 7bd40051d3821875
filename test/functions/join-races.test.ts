// A start and its connection in two objects, scanned at the same time by the scan function's own code: every order of what
// they ask of the stores, and a crash at every such call, end in one finding, published once.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { changedPartialMatches } from '../../src/deliver/index.ts';
import type { JsonObject } from '../../src/model/index.ts';
import type { SegmentFile, SegmentFiles } from '../../src/ports/index.ts';
import { fdrConnection, fdrStart } from '../source/fdr-records.ts';
import { defender } from '../source/records.ts';
import {
  type Choose,
  chooserOf,
  type Crash,
  everyOrder,
  type Gate,
  inTurn,
  runTasks,
} from '../state/interleavings.ts';
import {
  GRACE_MS,
  type JoinStores,
  type JoinWorld,
  MODES,
  openJoinWorld,
  scanRecords,
  settleNow,
  storedFindings,
} from './join-world.ts';
import { MINUTE_MS } from '../support/set-clock.ts';

/** Long before the connection: the sequence rule has no say. */
const START = fdrStart({ ProcessStartTime: '1795160000.016', timestamp: '1795160000640' });
const OBJECTS: readonly (readonly JsonObject[])[] = [[START], [fdrConnection()]];

/** Calls to the stores that the join and the outbox live by are steps; what else a scan asks is not raced here. */
function gated(stores: JoinStores, gate: Gate): JoinStores {
  const { processes, findings, alerts, segments, ...rest } = stores;
  return {
    ...rest,
    segments: segments && gatedFiles(segments, gate),
    processes: {
      putStarts: (starts) => gate.step(() => processes.putStarts(starts)),
      awaitStart: (connection) => gate.step(() => processes.awaitStart(connection)),
      conclude: (connection) => gate.step(() => processes.conclude(connection)),
      judgedEarly: (connection) => gate.step(() => processes.judgedEarly(connection)),
      settleDue: (nowMs, leaseMs) => processes.settleDue(nowMs, leaseMs),
    },
    alerts: {
      read: (group) => alerts.read(group),
      change: (group, change) => gate.step(() => alerts.change(group, change)),
      due: (nowMs, leaseMs) => alerts.due(nowMs, leaseMs),
    },
    findings: {
      record: (part, terms) => gate.step(() => findings.record(part, terms)),
      sent: (...given) => gate.step(() => findings.sent(...given)),
      dropped: (...given) => gate.step(() => findings.dropped(...given)),
      revise: (...given) => gate.step(() => findings.revise(...given)),
      read: (...given) => gate.step(() => findings.read(...given)),
      unsent: (nowMs, terms) => findings.unsent(nowMs, terms),
    },
  };
}

/** Calls to the store of partial matches are steps too. */
function gatedWithParts(stores: JoinStores, gate: Gate): JoinStores {
  const { partialMatches } = stores;
  return {
    ...gated(stores, gate),
    partialMatches: changedPartialMatches(partialMatches, {
      put: (puts) => gate.step(() => partialMatches.put(puts)),
      range: (...given) => gate.step(() => partialMatches.range(...given)),
    }),
  };
}

/** Five connections of one host of which no log names the program, each to another. */
function fanOut(from: number): readonly JsonObject[] {
  return Array.from({ length: 5 }, (_, index) => {
    const number = String(from + index);
    const id = { id: `c${number}`, ContextProcessId: `77${number}` };
    return fdrConnection({ ...id, RemoteAddressIP4: `192.0.2.${number}` });
  });
}

/** A listing is one step: what may happen within is told apart in test/segments. */
function gatedFiles(files: SegmentFiles, gate: Gate): SegmentFiles {
  return {
    async *list(after) {
      yield* await gate.step(async () => {
        const listed: SegmentFile[] = [];
        for await (const file of files.list(after)) listed.push(file);
        return listed;
      });
    },
    read: (key, span) => gate.step(() => files.read(key, span)),
    write: (key, content) => gate.step(() => files.write(key, content)),
    remove: (keys) => gate.step(() => files.remove(keys)),
  };
}

async function race(world: JoinWorld, choose: Choose, crash?: Crash): Promise<boolean> {
  const tasks = OBJECTS.map((records, index) => async (gate: Gate) => {
    const stores = gated(world.stores, gate);
    const sink = {
      publish: (messages: Parameters<typeof world.sink.publish>[0]) =>
        gate.step(() => world.sink.publish(messages)),
    };
    await scanRecords(world, `${index}.json`, records, { stores, sink });
  });
  return (await runTasks(tasks, choose, crash)).hasCrashed;
}

async function assertOne(world: JoinWorld, times = 1): Promise<void> {
  const [stored, ...others] = await storedFindings(world);
  assert.equal(others.length, 0);
  assert.equal(stored?.isSent, true, 'not sent');
  assert.equal(stored.finding.process.image, '\\Device\\HarddiskVolume2\\Users\\al\\scan.exe');
  assert.deepEqual(
    [stored.finding.awaited, stored.revised, stored.matches.length],
    [undefined, undefined, 1],
  );
  const [alert] = world.published;
  assert.deepEqual(world.published, Array(times).fill(alert));
  assert.match(alert ?? '', /^a1_[\w-]{27} 0$/);
  assert.equal(world.countDue(), 0);
}

for (const mode of MODES) {
  describe(`With starts by ${mode}`, () => {
    it('one finding is made of a start and its connection, in every order', async () => {
      const orders = await everyOrder(async (choose) => {
        const world = openJoinWorld({ mode });
        await race(world, choose);
        if (mode === 'segments') await settleNow(world);
        await assertOne(world);
      });
      assert.ok(orders >= 2, `only ${orders} orders`);
    });

    it('one finding is made though either scan crashes at any call, and is delivered again', async () => {
      let crashes = 0;
      for (const task of [0, 1]) {
        for (let afterSteps = 0, isPast = false; !isPast; afterSteps++) {
          isPast = true;
          await everyOrder(async (choose) => {
            const world = openJoinWorld({ mode });
            const hasCrashed = await race(world, choose, { task, afterSteps });
            if (hasCrashed) isPast = false;
            crashes += Number(hasCrashed);
            const [stored] = await storedFindings(world);
            const isRepeated = world.published.length === 1 && stored?.isSent === false;
            await scanRecords(world, `${task}.json`, OBJECTS[task] ?? []);
            world.clock.advance(GRACE_MS);
            await settleNow(world);
            await assertOne(world, isRepeated ? 2 : 1);
          });
        }
      }
      assert.ok(crashes >= (mode === 'table' ? 10 : 3), `only ${crashes} crashes`);
    });
  });
}

it('makes one finding of what two runs of settle find in files at once, and though one of them ends anywhere', async () => {
  let crashes = 0;
  for (let seed = 0; seed < 60; seed++) {
    const world = openJoinWorld({ mode: 'segments' });
    const scans = OBJECTS.map((records, index) => async (gate: Gate) => {
      const stores = gated(world.stores, gate);
      await scanRecords(world, `${index}.json`, records, { stores });
    });
    const settle = async (gate: Gate) => {
      await settleNow({ ...world, stores: gated(world.stores, gate) });
    };
    const crash = seed % 2 === 0 ? { crash: { task: 2, afterSteps: seed % 13 } } : {};
    const tasks = [...scans, settle, settle];
    const { hasCrashed } = await runTasks(tasks, chooserOf(seed), crash.crash);
    crashes += Number(hasCrashed);
    // Who died between publishing and its note is published again, by whoever comes after the lease.
    const [stored] = await storedFindings(world);
    const isRepeated = world.published.length === 1 && stored?.isSent === false;
    world.clock.advance(GRACE_MS);
    for (let run = 0; run < 2; run++) await settleNow(world);
    await assertOne(world, isRepeated ? 2 : 1);
  }
  assert.ok(crashes > 10, `only ${crashes} crashes`);
});

it('makes one finding of a fan-out that two objects have together, by runs of settle side by side, of which one ends anywhere', async () => {
  let crashes = 0;
  for (let seed = 0; seed < 60; seed++) {
    const world = openJoinWorld({ mode: 'segments' });
    for (const half of [0, 5]) await scanRecords(world, `${half}.json`, fanOut(half));
    const steps = async (gate: Gate) => {
      await settleNow({ ...world, stores: gatedWithParts(world.stores, gate) });
    };
    await settleNow(world);
    world.clock.advance(GRACE_MS);
    // Judged and filed by some, merged by others: in each round the runs meet what the round before has left.
    for (let round = 0; round < 2; round++) {
      const crash = seed % 2 === 0 ? { task: 0, afterSteps: (seed + 5 * round) % 40 } : undefined;
      crashes += Number((await runTasks([steps, steps], chooserOf(seed), crash)).hasCrashed);
      world.clock.advance(MINUTE_MS);
    }
    world.clock.advance(GRACE_MS);
    for (let run = 0; run < 3; run++) await settleNow(world);
    const [stored, ...others] = await storedFindings(world);
    assert.deepEqual(others, []);
    assert.equal(stored?.isSent, true, 'not sent');
    assert.equal(stored.finding.correlation?.value, 10);
    assert.equal(new Set(stored.matches.map(({ matchId }) => matchId)).size, 10);
    assert.equal(world.countDue(), 0);
  }
  assert.ok(crashes > 10, `only ${crashes} crashes`);
});

it('finds nothing more where both are delivered again, in turn', async () => {
  const world = openJoinWorld();
  for (const order of [inTurn([0, 1]), inTurn([1, 0])]) {
    await race(world, order);
    await assertOne(world);
  }
});

/** Past its grace the connection is settle's to judge, while the certificate that lets its program off arrives. */
it('withdraws what settle judged while the late event came, in every order', async () => {
  const SHA1 = '3c'.repeat(20);
  const connection = defender('DeviceNetworkEvents', {
    InitiatingProcessFolderPath: 'c:\\users\\al\\scan.exe',
    InitiatingProcessSHA1: SHA1,
  });
  const certificate = defender('DeviceFileCertificateInfo', {
    ActionType: null,
    SHA1,
    IsSigned: true,
    IsTrusted: true,
    Signer: 'Example Tools Ltd',
  });
  const orders = await everyOrder(async (choose) => {
    const world = openJoinWorld();
    await scanRecords(world, 'connection.json', [connection]);
    world.clock.advance(GRACE_MS);
    const tasks = [
      async (gate: Gate) => {
        await settleNow({ ...world, stores: gated(world.stores, gate) });
      },
      async (gate: Gate) => {
        const stores = gated(world.stores, gate);
        await scanRecords(world, 'late.json', [certificate], { stores });
      },
    ];
    await runTasks(tasks, choose);
    world.clock.advance(GRACE_MS);
    await settleNow(world);
    for (const { revised } of await storedFindings(world)) {
      assert.equal(revised?.verdict, 'withdrawn');
    }
    assert.equal(world.countDue(), 0);
  });
  assert.ok(orders >= 2, `only ${orders} orders`);
});
