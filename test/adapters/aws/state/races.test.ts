// The same races over DynamoDB, each request a step: every order where they are few, else some, always the same ones.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { createState } from '../../../../src/adapters/aws/index.ts';
import {
  type Choose,
  chooserOf,
  everyOrder,
  type Gate,
  inTurn,
} from '../../../state/interleavings.ts';
import { RACES, type Race, runRace, runRaceWithCrash } from '../../../state/races.ts';
import type { Stores, World } from '../../../state/world.ts';
import { runs } from '../../../support/runs.ts';
import { NO_WAITING, openClient, openTable } from './dynamo.ts';

/** A client whose requests pass through the gate that is set. */
class GatedClient {
  readonly client: DynamoDBClient;
  gate: Gate | undefined;

  constructor(client: DynamoDBClient) {
    this.client = client;
    client.middlewareStack.add((next) => (args) => this.#pass(() => next(args)), {
      step: 'initialize',
    });
  }

  #pass<T>(request: () => Promise<T>): Promise<T> {
    return this.gate === undefined ? request() : this.gate.step(request);
  }
}

/** One for each task of a run, and one besides: clients are expensive, tables are not. */
const pool: GatedClient[] = [];
let plain: DynamoDBClient | undefined;

/** Clients for so many tasks. */
async function openPool(tasks: number): Promise<DynamoDBClient> {
  while (pool.length < tasks) pool.push(new GatedClient(await openClient()));
  plain ??= await openClient();
  return plain;
}

async function openWorld({ scans }: Race): Promise<World> {
  const { client, clock, state, tableName } = await openTable(await openPool(scans.length));
  const scan = new ScanCommand({
    TableName: tableName,
    // Alerts wait for time to pass: that is no work left behind.
    FilterExpression: 'attribute_exists(due) AND NOT begins_with(due, :alert)',
    ExpressionAttributeValues: { ':alert': { S: 'alert#' } },
    Select: 'COUNT',
  });
  let tasks = 0;
  const gated = (gate: Gate): Stores => {
    const own = pool[tasks++];
    assert.ok(own !== undefined);
    own.gate = gate;
    return createState({ client: own.client, tableName, clock, waiting: NO_WAITING });
  };
  const countDue = async () => (await client.send(scan)).Count ?? 0;
  return { clock, stores: state, gated, published: [], countDue };
}

/** Orders tried where there are too many to try all. */
const SAMPLE = runs(16);

/** A start and its connection: whichever comes second does all the rest alone, so that there are three orders. */
const EVERY = RACES.slice(0, 1);
const SOME = RACES.slice(1);

/** Races and orders in which every scan crashes at every request, one at a time. */
const CRASHES: readonly (readonly [number, Choose])[] = [
  [0, inTurn([0, 1])],
  [0, inTurn([1, 0])],
  [1, chooserOf(3)],
  [4, inTurn([0, 1, 2])],
  [5, inTurn([1, 0])],
];

describe('stores in DynamoDB, request by request', () => {
  for (const race of EVERY) {
    it(`make one finding, published once, in every order: ${race.what}`, async () => {
      const runs = await everyOrder(async (choose) => {
        await runRace(race, await openWorld(race), choose);
      });
      assert.ok(runs >= 3, `only ${runs} orders`);
    });
  }

  for (const race of SOME) {
    it(`make one finding, published once, in some orders: ${race.what}`, async () => {
      for (let seed = 1; seed <= SAMPLE; seed++) {
        await runRace(race, await openWorld(race), chooserOf(seed));
      }
    });
  }

  for (const [index, choose] of CRASHES) {
    const race = RACES[index];
    assert.ok(race !== undefined);
    it(`make one finding though a scan crashes at any request: ${race.what}`, async () => {
      let crashes = 0;
      for (const [task] of race.scans.entries()) {
        for (let afterSteps = 0, hasCrashed = true; hasCrashed; afterSteps++) {
          const crash = { task, afterSteps };
          const run = await runRaceWithCrash(race, await openWorld(race), choose, crash);
          hasCrashed = run.hasCrashed;
          crashes += Number(hasCrashed);
        }
      }
      assert.ok(crashes >= 8, `only ${crashes} crashes`);
    });
  }
});
