// Whatever a log holds: redaction ends, is done once, and fails closed.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { redactText } from '../../src/redact/index.ts';
import { runs } from '../support/runs.ts';

/** A reading that is not linear would take hours for a text of this size. */
const LONG = 200_000;
const MEGABYTE = 1_000_000;

/** Parts that mean something to redaction, in orders that nobody writes. */
const PIECES = [
  ...[
    'password',
    'Password=',
    'pwd:',
    'token',
    '--password',
    '--token=',
    '-p',
    '/p:',
    '-pw',
    '/rp',
    '/pass:',
  ],
  ...[
    'net',
    'net use',
    'use',
    '\\\\fs01\\c$',
    '/user:al',
    'psexec',
    'mysql',
    '-psecret',
    'curl',
    '-u',
    'al:pw',
  ],
  ...[
    'sqlcmd -P',
    'cmdkey',
    'setx',
    'DB_PASSWORD',
    'bitsadmin',
    '/setcredentials',
    'wmiexec.py',
    'a/b:c@d',
  ],
  ...[
    'ConvertTo-SecureString',
    'PSCredential',
    '(',
    ')',
    ',',
    ';',
    '|',
    '&',
    '&&',
    '"',
    "'",
    '`',
    '\\"',
    "\\'",
  ],
  ...[
    'Authorization:',
    'Bearer',
    'Basic',
    'https://',
    'u:p@h',
    '@',
    ':',
    '=',
    '/',
    '\\',
    '-',
    '{',
    '}',
    '%',
    '*',
  ],
  ...[
    '‹redacted:password›',
    '‹redacted:',
    '›',
    '‹',
    'echo',
    '| runas',
    'Server=',
    ';Password=',
    'sig=',
    'eyJ',
  ],
  ...[
    '-enc',
    'cGFzc3dvcmQ9eA==',
    Buffer.from('password=x', 'utf16le').toString('base64'),
    'x',
    '1',
    'é',
    '\u202e',
  ],
  ...[
    `-----BEGIN ${'PRIVATE'} KEY-----`,
    `-----END ${'PRIVATE'} KEY-----`,
    '\n',
    '\t',
    '  ',
    '\0',
    '\ud800',
  ],
];

const hostileText = fc
  .array(
    fc.oneof(fc.constantFrom(...PIECES), fc.constantFrom(' ', ''), fc.string({ maxLength: 4 })),
    {
      maxLength: 24,
    },
  )
  .chain((pieces) => fc.constantFrom('', ' ').map((joint) => pieces.join(joint)));

describe('redactText on hostile text', () => {
  it('changes nothing when it is done again', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const once = redactText(text);
        assert.equal(redactText(once), once);
      }),
      { numRuns: runs(3_000) },
    );
  });

  it('never lets a secret through behind a name that says it is one, whatever stands before', () => {
    const secret = 'Zq9Zq9Zq9';
    fc.assert(
      fc.property(
        hostileText,
        fc.constantFrom('--password ', '--password=', 'X_PASSWORD='),
        (text, name) => {
          // A quote before could have been opened: then what follows is inside it, which is a value as well.
          assert.ok(!redactText(`${text} ${name}${secret}`).includes(secret));
        },
      ),
      { numRuns: runs(1_500) },
    );
  });

  for (const piece of [
    ...[
      'a',
      ' ',
      '"',
      "'",
      '\\"',
      'eyJ',
      '-eyJ',
      'eyJaaaaaaaa.',
      'password=',
      'password',
      '--password ',
      '-p ',
    ],
    ...['net use ', 'net ', '://', 'u:p@', 'https://a:b@', `-----BEGIN ${'PRIVATE'} KEY-----`],
    ...[
      'AKIA',
      '-enc ',
      '-e AAAA ',
      'pscredential',
      'pscredential "',
      'echo |runas',
      '| runas ',
      'a:a',
      '0:',
    ],
    ...[
      'Server=;Password="',
      "';pwd='",
      'authorization:',
      'authorization: bearer ',
      '‹redacted:',
      '‹redacted:x›',
    ],
    ...[
      '<password>',
      '<a>',
      'key="a" value=',
      ' /v password',
      ' /d ',
      'convertto-securestring ',
      '-e:AAAA',
      'docker login ',
    ],
    ...['-u a -p ', 'frombase64string("AAAA', 'sig=&', 'secret', '-', '/', '[', '$', '\u2063'],
  ]) {
    it(`reads a long text of nothing but ${JSON.stringify(piece)} to its end`, () => {
      const text = piece.repeat(Math.ceil(LONG / piece.length));
      const once = redactText(text);
      assert.equal(typeof once, 'string');
    });
  }

  it('reads a megabyte of everything at once to its end', () => {
    const all = PIECES.join(' ');
    const text = all.repeat(Math.ceil(MEGABYTE / all.length));
    assert.ok(!redactText(`${text} --password Zq9Zq9Zq9`).includes('Zq9Zq9Zq9'));
  });
});
