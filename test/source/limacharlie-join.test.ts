// What LimaCharlie's events offer to the join, what they ask for, and what they say of signatures.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { PROCESS_FIELDS } from '../../src/source/join.ts';
import {
  ATOM,
  HASH,
  lima,
  limaConnections,
  limaStart,
  member,
  OWN_ATOM,
  PARENT_ATOM,
  SENSOR,
} from './lima-records.ts';
import { eventOf } from './records.ts';

const byAtom = (atom: string, pid = '7520') => JSON.stringify(['process', SENSOR, atom, pid]);
const PROCESS = byAtom(ATOM);
const OWN = byAtom(OWN_ATOM);
const FILE = JSON.stringify(['file', HASH]);
const PATH = 'C:\\Users\\al\\scan.exe';
const BY_PATH = JSON.stringify(['file', SENSOR, PATH.toLowerCase()]);
const SMB = [member('192.0.2.9', 445)];
const SUBJECT = 'C=US, O=Example Corporation, CN=Example Windows Publisher';

const identity = (event: JsonObject, kind = 'CODE_IDENTITY') =>
  eventOf(lima(kind, { FILE_PATH: PATH, HASH, ...event }));

describe('The join of LimaCharlie', () => {
  it('finds by the parent atom of a connection the start that has it for its own', () => {
    const signed = { FILE_IS_SIGNED: 1 };
    assert.deepEqual(eventOf(limaStart()).joinOffer, { key: PROCESS, fields: PROCESS_FIELDS });
    assert.deepEqual(eventOf(limaConnections(SMB, signed)).joinKeys, [OWN, PROCESS, FILE]);
    assert.deepEqual(eventOf(limaStart()).joinKeys, [FILE]);
  });

  it('finds the start by the connection’s own atom too, where that is the process', () => {
    const described = eventOf(limaConnections(SMB, {}, { this: ATOM, parent: PARENT_ATOM }));
    const start = eventOf(limaStart());
    assert.deepEqual(described.joinKeys, [PROCESS, byAtom(PARENT_ATOM)]);
    assert.equal(described.joinKeys[0], start.joinOffer?.key);
    assert.equal(described.entityKey, start.entityKey);
  });

  it('never takes the start of the parent for that of the process: its pid is another', () => {
    const parent = eventOf(lima('NEW_PROCESS', { PROCESS_ID: 5776 }, { this: PARENT_ATOM }));
    const described = eventOf(limaConnections(SMB, {}, { this: ATOM, parent: PARENT_ATOM }));
    assert.equal(parent.joinOffer?.key, byAtom(PARENT_ATOM, '5776'));
    assert.ok(!described.joinKeys.includes(parent.joinOffer?.key ?? ''));
  });

  it('asks for no start where the connection names no pid', () => {
    const event = eventOf(limaConnections(SMB, { PROCESS_ID: null }));
    assert.deepEqual(event.joinKeys, []);
    assert.equal(eventOf(limaStart({ PROCESS_ID: 0 })).joinOffer, undefined);
  });

  it('keeps two lists of one process together, whose own atoms differ', () => {
    const [one, other] = ['0a', '0b'].map((start) =>
      eventOf(limaConnections(SMB, {}, { this: start.repeat(16) })),
    );
    assert.equal(one?.entityKey, other?.entityKey);
    assert.equal(one?.field('ProcessGuid'), ATOM);
  });

  it('is offered a process that ran before the sensor did, as if it had started', () => {
    const offer = eventOf(limaStart({}, 'EXISTING_PROCESS')).joinOffer;
    assert.deepEqual(offer, { key: PROCESS, fields: PROCESS_FIELDS });
  });

  it('is offered signatures by both identity events', () => {
    const fields = ['Signed', 'Signature', 'SignatureStatus'];
    for (const kind of ['CODE_IDENTITY', 'ONGOING_IDENTITY']) {
      const event = identity({ SIGNATURE: { CERT_SUBJECT: SUBJECT } }, kind);
      assert.deepEqual(event.joinOffer, { key: FILE, fields });
      assert.equal(event.field('Signature'), 'Example Windows Publisher');
    }
    assert.equal(identity({ FILE_IS_SIGNED: 0 }).joinOffer?.key, FILE);
  });

  it('is offered none by an identity that says nothing, and by other events', () => {
    assert.equal(identity({}).joinOffer, undefined);
    assert.equal(identity({ SIGNATURE: {} }).joinOffer, undefined);
    assert.equal(identity({ FILE_IS_SIGNED: 1 }, 'FILE_HASH_REP').joinOffer, undefined);
  });

  it('takes a path for a file only where neither side knows the content', () => {
    assert.equal(identity({ FILE_IS_SIGNED: 1, HASH: null }).joinOffer?.key, BY_PATH);
    assert.deepEqual(eventOf(limaStart({ HASH: null })).joinKeys, [BY_PATH]);
    for (const hash of ['0'.repeat(64), 'x', 7, {}]) {
      const key = eventOf(limaStart({ HASH: hash })).joinKeys;
      assert.ok(!key.includes(FILE));
    }
    const nowhere = { FILE_IS_SIGNED: 1, FILE_PATH: '' };
    assert.equal(identity(nowhere).joinOffer?.key, FILE);
    assert.equal(identity({ ...nowhere, HASH: null }).joinOffer, undefined);
  });

  it('is not asked for a signature that the event tells whole', () => {
    assert.deepEqual(eventOf(limaConnections(SMB)).joinKeys, [OWN, PROCESS]);
    const SIGNATURE = { CERT_SUBJECT: SUBJECT, FILE_CERT_IS_VERIFIED_LOCAL: 1 };
    assert.deepEqual(eventOf(limaStart({ SIGNATURE })).joinKeys, []);
  });

  for (const parent of ['', '0'.repeat(32), null, {}, []]) {
    it(`asks for no start of atom ${JSON.stringify(parent)}`, () => {
      const event = eventOf(limaConnections(SMB, {}, { parent, this: parent }));
      assert.deepEqual(event.joinKeys, []);
      assert.equal(event.entityKey, `img:${PATH}|pid:7520`);
    });
  }
});

describe('LimaCharlie signatures', () => {
  const LOCAL = 'FILE_CERT_IS_VERIFIED_LOCAL';
  const CASES: readonly (readonly [JsonObject, string, string | undefined])[] = [
    [{ FILE_IS_SIGNED: 0 }, 'Unsigned', 'false'],
    [{ FILE_IS_SIGNED: '0' }, 'Unsigned', 'false'],
    [{ FILE_IS_SIGNED: 0, SIGNATURE: { [LOCAL]: 1 } }, 'Unsigned', 'false'],
    [{ SIGNATURE: { FILE_IS_SIGNED: 0 } }, 'Unsigned', 'false'],
    [{ FILE_IS_SIGNED: 1 }, 'Unavailable', 'true'],
    [{ FILE_IS_SIGNED: 1, SIGNATURE: { CERT_CHAIN_STATUS: 124 } }, 'Unavailable', 'true'],
    [{ FILE_IS_SIGNED: 1, SIGNATURE: { [LOCAL]: 1 } }, 'Valid', 'true'],
    [{ SIGNATURE: { FILE_CERT_IS_VERIFIED_GLOBAL: 1, [LOCAL]: 0 } }, 'Valid', 'true'],
    [{ SIGNATURE: { FILE_CERT_IS_VERIFIED_GLOBAL: 0, [LOCAL]: 0 } }, 'Invalid', 'true'],
    [{ SIGNATURE: { [LOCAL]: 0 } }, 'Unavailable', undefined],
    [{ FILE_IS_SIGNED: 1, SIGNATURE: { [LOCAL]: 0 } }, 'Unavailable', 'true'],
    [{ SIGNATURE: { [LOCAL]: 7 } }, 'Unavailable', undefined],
    [{ SIGNATURE: 'x' }, 'Unavailable', undefined],
    [{ FILE_IS_SIGNED: null }, 'Unavailable', undefined],
    [{ FILE_IS_SIGNED: {} }, 'Unavailable', undefined],
    [{}, 'Unavailable', undefined],
  ];
  for (const [event, status, signed] of CASES) {
    it(`${JSON.stringify(event)} is ${status}`, () => {
      const read = identity(event);
      assert.equal(read.field('SignatureStatus'), status);
      assert.equal(read.field('Signed'), signed);
    });
  }

  it('name no signer of a file that is not signed', () => {
    const SIGNATURE = { CERT_SUBJECT: SUBJECT };
    assert.equal(identity({ FILE_IS_SIGNED: 0, SIGNATURE }).field('Signature'), undefined);
  });
});
