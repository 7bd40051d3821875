// Every row of the sensors' tables is fed by some record of theirs: a path with a slip in it would feed nothing.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonObject } from '../../src/model/index.ts';
import { type SourceId, listSources } from '../../src/source/index.ts';
import { fdr, fdrConnection, fdrHost, fdrStart } from './fdr-records.ts';
import { lima, limaConnections, limaStart, member } from './lima-records.ts';
import { eventsOf } from './records.ts';

const SUBJECT = 'CN=Example Ltd';

const RECORDS: readonly (readonly [SourceId, readonly JsonObject[]])[] = [
  [
    'crowdstrike-fdr',
    [
      fdrConnection(),
      fdrStart({ SHA1HashData: 'a1'.repeat(20) }),
      fdrHost(),
      fdr('ModuleSummaryInfoEvent', { SubjectDN: SUBJECT, ImageFileName: 'C:\\a.dll' }),
      fdr('DnsRequest', { DomainName: 'example.com', IP4Records: '192.0.2.1;' }),
      fdr('PeFileWritten', { TargetFileName: 'C:\\a.exe' }),
      fdr('AsepValueUpdate', { RegObjectName: 'K', RegValueName: 'V', RegStringValue: 'x' }),
      fdr('UserLogon', { LogonDomain: 'CORP', UserName: 'al' }),
    ],
  ],
  [
    'limacharlie',
    [
      limaConnections([member('192.0.2.9', 445)]),
      limaStart({ USER_NAME: 'NT AUTHORITY\\SYSTEM' }),
      lima('CODE_IDENTITY', { FILE_PATH: 'C:\\a.exe', SIGNATURE: { CERT_SUBJECT: SUBJECT } }),
      lima('DNS_REQUEST', { DOMAIN_NAME: 'example.com', IP_ADDRESS: '192.0.2.1' }),
      lima('DNS_REQUEST', { DOMAIN_NAME: 'example.com', CNAME: 'a.example.com' }),
      lima('FILE_CREATE', { FILE_PATH: 'C:\\a.exe' }),
      lima('MODULE_LOAD', { FILE_PATH: 'C:\\a.dll' }),
      lima('NEW_NAMED_PIPE', { FILE_PATH: '\\Device\\NamedPipe\\x' }),
      lima('REGISTRY_WRITE', { REGISTRY_KEY: 'K' }),
    ],
  ],
];

/** Stated in the tables to be never there. */
const NEVER = ['crowdstrike-fdr ParentProcessId'];

for (const [id, records] of RECORDS) {
  describe(`The tables of ${id}`, () => {
    const events = records.flatMap((record) => eventsOf(record));
    const source = listSources().find((one) => one.id === id);
    assert.ok(source !== undefined);
    const rows = source.tables.flatMap((table) => table.rows);
    for (const { field } of [...rows, ...source.derived]) {
      const isFed = !NEVER.includes(`${id} ${field}`);
      it(`${isFed ? 'feed' : 'never feed'} ${field}`, () => {
        assert.equal(
          events.some((event) => event.field(field) !== undefined),
          isFed,
        );
      });
    }

    it('name each field once', () => {
      const names = [...rows, ...source.derived].map(({ field }) => field);
      assert.deepEqual(names.length, new Set(names).size);
    });
  });
}
