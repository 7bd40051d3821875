// CrowdStrike's SignInfoFlags → SignatureStatus, Signature, Signed.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { JsonValue } from '../../src/model/index.ts';
import { fdrStart } from './fdr-records.ts';
import { eventOf } from './records.ts';

const VOLUME = '\\Device\\HarddiskVolume3';
const MICROSOFT = 'Microsoft Corporation';
const VALID = 2 ** 18;

function signatureOf(SignInfoFlags: JsonValue, image = `${VOLUME}\\Users\\al\\a.exe`) {
  const event = eventOf(fdrStart({ SignInfoFlags, ImageFileName: image }));
  return ['SignatureStatus', 'Signature', 'Signed'].map((field) => event.field(field));
}

describe('CrowdStrike signatures', () => {
  const CASES: readonly (readonly [string, JsonValue, string, string?])[] = [
    ['cmd.exe: Microsoft by catalogue', '8683538', 'Valid', MICROSOFT],
    ['svchost.exe: Microsoft, embedded', '9175042', 'Valid', MICROSOFT],
    ['somebody else’s, or a Microsoft program without MS_SIGNED', '1835008', 'Valid'],
    ['chrome.exe: a chain of no kernel root', '787456', 'Valid'],
    ['cross-signed', '786440', 'Valid'],
    ['nothing but NO_EMBEDDED_CERT', '32768', 'Unsigned'],
    ['NO_SIGNATURE', String(2 ** 9), 'Unsigned'],
    ['NO_SIGNATURE that still says Microsoft', String(2 ** 9 + 2), 'Unsigned'],
    ['a number, not a text', 32768, 'Unsigned'],
    ['MS_SIGNED without VALID', '2', 'Invalid'],
    ['a catalogue without VALID', String(2 ** 15 + 2 ** 4), 'Invalid'],
    ['an embedded signature without VALID', String(2 ** 19), 'Invalid'],
    ['an invalid chain without VALID', String(2 ** 10), 'Invalid'],
    ['an expired certificate without VALID', String(2 ** 28), 'Invalid'],
    ['an expired certificate with VALID, so with a time stamp', String(VALID + 2 ** 28), 'Valid'],
    ['VALID with another hash', String(VALID + 2 + 2 ** 11), 'Invalid'],
    ['VALID and revoked', String(VALID + 2 ** 29), 'Invalid'],
    ['VALID and self-signed', String(VALID + 1), 'Invalid'],
    ['VALID and test-signed', String(VALID + 4), 'Invalid'],
    ['VALID and NO_SIGNATURE', String(VALID + 2 ** 9), 'Invalid'],
    ['no flags', null, 'Unavailable'],
    ['flags of 0', '0', 'Unavailable'],
    ['an empty text', '', 'Unavailable'],
    ['no number', 'valid', 'Unavailable'],
    ['a negative number', '-1', 'Unavailable'],
    ['a fraction', '262144.5', 'Unavailable'],
    ['more than 32 bits', '4295229440', 'Unavailable'],
    ['an object', { flags: 262144 }, 'Unavailable'],
    ['true', true, 'Unavailable'],
  ];
  for (const [name, flags, status, signer] of CASES) {
    it(`${name} (${JSON.stringify(flags)}) is ${status}`, () => {
      const signed = status === 'Unavailable' ? undefined : String(status !== 'Unsigned');
      assert.deepEqual(signatureOf(flags), [status, signer, signed]);
    });
  }

  it('is Unavailable where the field is missing', () => {
    const { SignInfoFlags: _, ...record } = fdrStart();
    assert.equal(eventOf(record).field('SignatureStatus'), 'Unavailable');
  });

  const EDGE = '\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
  const FOLDERS: readonly (readonly [string, boolean])[] = [
    [`${VOLUME}${EDGE}`, true],
    [`C:${EDGE}`, true],
    [`${VOLUME}\\Program Files\\Microsoft\\EdgeWebView\\Application\\1\\msedgewebview2.exe`, true],
    [`${VOLUME}\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\ngen.exe`, true],
    [`C:\\Users\\al${EDGE}`, false],
    [`D:${EDGE}`, false],
    [`${VOLUME}\\Program Files\\Example\\a.exe`, false],
    [`${VOLUME}\\Program Files\\Microsoft\\Edge\\..\\..\\Example\\a.exe`, false],
    [`${VOLUME}\\Program Files\\Microsoft\\Edge\\a.txt:b.exe`, false],
    [`${VOLUME}\\Windows\\Microsoft.NET\\a.exe`, false],
    ['msedge.exe', false],
  ];
  for (const [image, isMicrosoft] of FOLDERS) {
    it(`valid without MS_SIGNED, ${image} is ${isMicrosoft ? '' : 'not '}Microsoft’s`, () => {
      const signer = isMicrosoft ? MICROSOFT : undefined;
      assert.deepEqual(signatureOf('1835008', image), ['Valid', signer, 'true']);
    });
  }

  it('names nobody by the folder unless the signature is valid', () => {
    assert.deepEqual(signatureOf('32768', `C:${EDGE}`), ['Unsigned', undefined, 'false']);
    assert.deepEqual(signatureOf(null, `C:${EDGE}`), ['Unavailable', undefined, undefined]);
  });
});
