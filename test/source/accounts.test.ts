// Service accounts by name, in the languages of Windows.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wellKnownSid } from '../../src/source/accounts.ts';

const KNOWN: readonly (readonly [string, string])[] = [
  ['NT AUTHORITY\\SYSTEM', 'S-1-5-18'],
  ['NT AUTHORITY\\LOCAL SERVICE', 'S-1-5-19'],
  ['nt authority\\network service', 'S-1-5-20'],
  ['NT-AUTORITÄT\\LOKALER DIENST', 'S-1-5-19'],
  ['NT-AUTORITÄT\\Netzwerkdienst', 'S-1-5-20'],
  ['NT-AUTORITA\u0308T\\SYSTEM', 'S-1-5-18'],
  ['AUTORITE NT\\SERVICE LOCAL', 'S-1-5-19'],
  ['AUTORITE NT\\SERVICE RÉSEAU', 'S-1-5-20'],
  ['AUTORITE NT\\Service reseau', 'S-1-5-20'],
  ['AUTORITE NT\\Système', 'S-1-5-18'],
  ['NT AUTHORITY\\SERVICIO DE RED', 'S-1-5-20'],
  ['NT AUTHORITY\\SERVIZIO LOCALE', 'S-1-5-19'],
  ['AUTORIDADE NT\\SERVIÇO DE REDE', 'S-1-5-20'],
  ['ZARZĄDZANIE NT\\USŁUGA LOKALNA', 'S-1-5-19'],
  ['NT INSTANS\\Nätverkstjänst', 'S-1-5-20'],
  ['NT AUTHORITY\\СИСТЕМА', 'S-1-5-18'],
  ['NT AUTHORITY\\AĞ HİZMETİ', 'S-1-5-20'],
];

const SOMEBODY: readonly unknown[] = [
  'CORP\\LOCAL SERVICE',
  'WS-17\\NETWORK SERVICE',
  'LOCAL SERVICE',
  'NT AUTHORITY\\LOCAL SERVICE2',
  'NT-AUTORITÄT\\NETWORK SERVICES',
  'X\\NT AUTHORITY\\LOCAL SERVICE',
  'NT AUTHORITY\\',
  '\\SYSTEM',
  '-',
  '',
  null,
  undefined,
  7,
  {},
  ['CORP\\al', 'NT AUTHORITY\\LOCAL SERVICE'],
  'NT AUTHORITY\\'.repeat(100_000),
];

describe('Well-known accounts', () => {
  for (const [account, sid] of KNOWN) {
    it(`${account} is ${sid}`, () => assert.equal(wellKnownSid(account), sid));
  }

  it('lets nobody else pass for one', () => {
    for (const account of SOMEBODY) assert.equal(wellKnownSid(account), undefined);
  });
});
