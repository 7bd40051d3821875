// The shipped rules over every source: the same connection gets the same answer whoever logs it, and a value that is
// missing makes no connection a match.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { loadPack } from '../../src/cli/rule-pack.ts';
import {
  isJsonObject,
  type JsonObject,
  type JsonValue,
  type LogEvent,
} from '../../src/model/index.ts';
import { createRouting, judgeEvent } from '../../src/pipeline/index.ts';
import { completeEvent } from '../../src/pipeline/join-event.ts';
import { JoinOffers } from '../../src/pipeline/join-offers.ts';
import { createRegistry } from '../../src/source/index.ts';
import {
  LOGGERS,
  type Logger,
  type PlainConnection,
  SMB_CONNECTION,
} from '../source/every-connection.ts';

const UNTRUSTED = 'a1874aa0-0b00-4515-ad76-0779bfb72335';
const LOLBIN = '396b47f5-e279-4aee-8551-5afbf63dc1fe';
const BY_PROGRAM = '7c3f9a52-1d0e-4b86-9a47-2f6c8e51b0d3';
const NOT_MICROSOFT = 'fff449f9-6802-4143-9ab4-c7f02841b127';
/** What it asks for is that the program is missing: for all others a missing value must not make a match. */
const UNATTRIBUTED = '6ada8809-3755-4b32-b391-a8ba1b06d290';

const { rules } = await loadPack(['rules'], new Map());
const routing = createRouting(rules.filter(({ id }) => id !== UNATTRIBUTED));
const registry = createRegistry({ mapSecurityEvents: true });

/** What one reading of the records says: the completed connections, and the rules that match one of them. */
interface Answer {
  readonly connections: readonly LogEvent[];
  readonly matches: readonly string[];
}

function judge(records: readonly JsonObject[]): Answer {
  const events = records.flatMap((record) => {
    const reading = registry.read(record);
    return reading.kind === 'events' ? reading.events : [];
  });
  const logged = events.filter(({ logsource }) => logsource.category === 'network_connection');
  const offers = new JoinOffers();
  for (const event of logged) offers.want(event);
  for (const event of events) offers.take(event);
  const connections = logged.map((event) => completeEvent(event, offers.found(event)));
  const judgements = connections.flatMap((event) => judgeEvent(routing, event));
  const kept = judgements.filter(({ suppressedBy }) => suppressedBy === undefined);
  return { connections, matches: [...new Set(kept.map(({ rule }) => rule.id))].sort() };
}

/** A connection that some rule lets off, and the fields whose loss may undo that: a filter needs its evidence. */
interface Case {
  readonly name: string;
  readonly connection: Partial<PlainConnection>;
  readonly matches: readonly string[];
  readonly evidence?: readonly string[];
  /** Only where the records can tell who signed. */
  readonly needsSignature?: true;
}

const SYSTEM32 = 'C:\\Windows\\System32\\';
const CASES: readonly Case[] = [
  { name: 'an unsigned program', connection: {}, matches: [UNTRUSTED, BY_PROGRAM, NOT_MICROSOFT] },
  {
    name: 'a LOLBin',
    connection: { image: `${SYSTEM32}WindowsPowerShell\\v1.0\\powershell.exe` },
    matches: [LOLBIN, BY_PROGRAM, NOT_MICROSOFT],
  },
  {
    name: 'a program in System32 of whose signature nothing is known',
    connection: { image: `${SYSTEM32}svchost.exe` },
    matches: [BY_PROGRAM, NOT_MICROSOFT],
  },
  {
    name: 'the kernel',
    connection: { image: 'System', pid: 4 },
    matches: [],
  },
  {
    name: 'the kernel, named by its pid alone',
    connection: { image: null, pid: 4 },
    matches: [],
  },
  {
    name: 'an inbound connection to port 445 of this host',
    connection: {
      isInbound: true,
      own: { ip: '192.0.2.17', port: 445 },
      peer: { ip: '192.0.2.9', port: 58192 },
    },
    matches: [],
  },
  {
    name: 'a connection to another port',
    connection: { peer: { ip: '192.0.2.9', port: 443 } },
    matches: [],
  },
  {
    name: 'a program on Linux',
    connection: { image: '/usr/bin/smbclient', isLinux: true },
    matches: [],
  },
  {
    name: 'a connection to this host itself',
    connection: { peer: { ip: '127.0.0.1', port: 445 } },
    matches: [],
    evidence: ['DestinationIp'],
  },
  {
    name: 'a service account',
    connection: { user: { sid: 'S-1-5-20', domain: 'NT AUTHORITY', name: 'NETWORK SERVICE' } },
    matches: [],
    evidence: ['UserSid'],
  },
  {
    name: 'a program that Microsoft signed',
    connection: { signature: 'Microsoft Windows' },
    matches: [BY_PROGRAM],
    evidence: ['SignatureStatus', 'Signature'],
    needsSignature: true,
  },
  {
    name: 'an unsigned program in System32',
    connection: { signature: 'unsigned', image: `${SYSTEM32}svchost.exe` },
    matches: [UNTRUSTED, BY_PROGRAM, NOT_MICROSOFT],
    needsSignature: true,
  },
];

const MISSING: readonly JsonValue[] = [null, '', '-', [], {}];

/** The records with one value left out, or empty in one way. */
function* without(records: readonly JsonObject[]): Iterable<readonly JsonObject[]> {
  for (const [index, record] of records.entries()) {
    for (const spoiled of withoutOne(record)) yield records.with(index, spoiled);
  }
}

function* withoutOne(record: JsonObject): Iterable<JsonObject> {
  for (const [key, value] of Object.entries(record)) {
    const { [key]: _, ...rest } = record;
    yield rest;
    for (const empty of MISSING) yield { ...record, [key]: empty };
    for (const inner of withoutInside(value)) yield { ...record, [key]: inner };
  }
}

function* withoutInside(value: JsonValue): Iterable<JsonValue> {
  if (isJsonObject(value)) yield* withoutOne(value);
  if (!Array.isArray(value)) return;
  for (const [index, member] of value.entries()) {
    for (const empty of MISSING) yield value.with(index, empty);
    for (const inner of withoutInside(member)) yield value.with(index, inner);
  }
}

function recordsOf({ records }: Logger, { connection }: Case): readonly JsonObject[] {
  return records({ ...SMB_CONNECTION, ...connection });
}

/** Sysmon and the Security log are of Windows here; 5156 has no account, so no service account can be let off. */
function isTold({ source, hasSignature }: Logger, one: Case): boolean {
  if (one.needsSignature === true && !hasSignature) return false;
  const isSecurity = source === 'windows-security';
  if (one.connection.isLinux === true && (isSecurity || source === 'sysmon')) return false;
  return !isSecurity || one.connection.user === undefined;
}

const LOST: ReadonlySet<unknown> = new Set([undefined, '', '-', 'Unavailable']);

function isLost(event: LogEvent, field: string): boolean {
  return isEmpty(event.field(field));
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(isEmpty);
  return typeof value === 'object' || LOST.has(value);
}

describe('The shipped rules', () => {
  for (const logger of LOGGERS) {
    for (const one of CASES.filter((each) => isTold(logger, each))) {
      const what = `${one.name}, as ${logger.source} logs it (${logger.form})`;

      it(`give the answer of every source for ${what}`, () => {
        const { connections, matches } = judge(recordsOf(logger, one));
        assert.equal(connections.length, 1);
        assert.deepEqual(matches, [...one.matches].sort());
      });

      it(`match no more for ${what}, whichever value is missing`, () => {
        let variants = 0;
        for (const records of without(recordsOf(logger, one))) {
          variants += 1;
          const { connections, matches } = judge(records);
          const isExcused = (one.evidence ?? []).some((field) =>
            connections.some((event) => isLost(event, field)),
          );
          const more = isExcused ? [] : matches.filter((id) => !one.matches.includes(id));
          assert.deepEqual(more, [], JSON.stringify(records));
        }
        assert.ok(variants > 40);
      });
    }
  }
});
