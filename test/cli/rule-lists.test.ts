// Lists that stand in several shipped rules, because YAML documents share nothing → the same in each.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { parseAllDocuments } from 'yaml';
import { SHIPPED_RULES } from '../../src/cli/rule-context.ts';

const UNTRUSTED = 'windows/network_connection/network_connection_win_smb_untrusted_process.yml';
const SEQUENCE = 'correlation/correlation_win_smb_process_start.yml';
const FAN_OUT = 'correlation/correlation_win_smb_fan_out.yml';
const THIRD_PARTY = 'filters/third_party_valid.yml';

/** The search identifiers of each document with a detection or a filter, in the order of the file. */
function searchesOf(path: string): readonly Readonly<Record<string, unknown>>[] {
  const text = readFileSync(`${SHIPPED_RULES}/${path}`, 'utf8');
  return parseAllDocuments(text).flatMap((document) => {
    const value: unknown = document.toJS();
    if (!isMap(value)) return [];
    const searches = value['detection'] ?? value['filter'];
    return isMap(searches) ? [searches] : [];
  });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const [untrusted = {}] = searchesOf(UNTRUSTED);
const [start = {}, connection = {}] = searchesOf(SEQUENCE);
const [fanOut = {}] = searchesOf(FAN_OUT);
const [thirdParty = {}] = searchesOf(THIRD_PARTY);

for (const [what, searches, names] of [
  [
    'the start of the sequence',
    start,
    [
      ...['filter_main_kernel', 'filter_main_service_accounts', 'filter_main_microsoft'],
      ...['unverified', 'protected_windows', 'protected_program_files'],
      ...['unprotected_folder', 'unprotected_spelling', 'unprotected_stream'],
    ],
  ],
  [
    'the connection of the sequence',
    connection,
    [
      ...['selection', 'filter_main_kernel', 'filter_main_loopback'],
      ...['filter_main_service_accounts', 'filter_main_microsoft'],
    ],
  ],
  [
    'the fan-out',
    fanOut,
    ['selection', 'filter_main_kernel', 'filter_main_loopback', 'filter_main_service_accounts'],
  ],
] as const) {
  for (const name of names) {
    test(`${what} has the ${name} of the untrusted process`, () => {
      assert.ok(untrusted[name] !== undefined);
      assert.deepEqual(searches[name], untrusted[name]);
    });
  }
}

test('the start of the sequence combines them as the untrusted process does', () => {
  assert.equal(start['condition'], untrusted['condition']);
});

test('the filter of third parties knows Microsoft’s names as the untrusted process does', () => {
  const { filter_main_microsoft: microsoft } = untrusted;
  assert.ok(isMap(microsoft) && isMap(thirdParty['signer_microsoft']));
  assert.ok(isDeepStrictEqual(thirdParty['signer_microsoft']['Signature'], microsoft['Signature']));
});
