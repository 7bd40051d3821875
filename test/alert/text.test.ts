// What somebody reads who has just been woken up.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { toAlertMessage } from '../../src/alert/index.ts';
import type { Alert, Finding, RuleGuide } from '../../src/model/index.ts';
import { anAlert } from './an-alert.ts';
import { aFinding } from './builders.ts';

const GUIDE = {
  triage: ['Read which program, where it lies, who signed it.', 'Follow the process chain up.'],
  respond: [],
  harden: [],
  logging: [],
};

function bodyOf(finding: Finding, parts: Partial<Alert> = {}, guide?: RuleGuide) {
  return JSON.parse(toAlertMessage(anAlert([finding], parts, { guide, falsepositives: [] })).body);
}

it('says what, where, who, how sure, what to do first, and the command line last', () => {
  const { title, text, alert } = bodyOf(aFinding(), {}, GUIDE);
  assert.equal(
    title,
    '[MEDIUM] Detect Outbound SMB Connection by Untrusted Process: scan.exe on ws-17.example.com',
  );
  assert.equal(
    text,
    'scan.exe on ws-17.example.com connected to 192.0.2.9:445 and 3 more, 12 times, ' +
      'from 2026-11-20 12:00:00 to 2026-11-20 12:04:10 UTC, as EXAMPLE\\al. ' +
      'Program: C:\\Tools\\scan.exe (pid 4242), started by C:\\Windows\\explorer.exe. ' +
      'How sure: level medium; the program is not signed. Not recorded: hashes and 1 lesser field. ' +
      'Do first: Read which program, where it lies, who signed it. ' +
      'Command line: scan.exe --range 192.0.2.0/24.',
  );
  assert.deepEqual(alert.guide, GUIDE);
});

const TITLES: readonly (readonly [string, Partial<Finding>, Alert['origin'], RegExp])[] = [
  ['marks a replay', {}, 'replay', /^\[REPLAY\] \[MEDIUM\] /],
  ['marks a test', {}, 'test', /^\[TEST\] \[MEDIUM\] /],
  ['says that the program is unknown', { process: {} }, 'live', /: an unknown program on ws-17/],
  ['names the host by its id', { host: '', hostKey: '-' }, 'live', / on an unnamed host$/],
  ['shows no reordering', { host: 'a\u202egnp' }, 'live', / on a<U\+202E>gnp$/],
  [
    'takes the name from a path of any system',
    { process: { image: '/opt/x/nc' } },
    'live',
    /: nc on/,
  ],
];

for (const [name, parts, origin, expected] of TITLES) {
  it(`${name} in the title`, () => {
    assert.match(bodyOf(aFinding(parts), { origin }).title, expected);
  });
}

const SIGNATURES: readonly (readonly [string | undefined, string | undefined, RegExp])[] = [
  ['Valid', 'Example Ltd', /the program is validly signed by Example Ltd\./],
  ['VALID', undefined, /the program is validly signed by a signer not recorded\./],
  ['Unsigned', undefined, /the program is not signed\./],
  ['Invalid', 'Example Ltd', /signature is invalid \(it claims Example Ltd\)/],
  ['Unavailable', 'Example Ltd', /not recorded, which speaks neither for nor against it\./],
  [undefined, undefined, /not recorded, which speaks neither for nor against it\./],
  ['Revoked\u202e', undefined, /signature is Revoked<U\+202E>/],
];

for (const [signatureStatus, signature, expected] of SIGNATURES) {
  it(`says of a signature ${signatureStatus} by ${signature} only what it proves`, () => {
    const process = {
      ...(signature === undefined ? {} : { signature }),
      ...(signatureStatus === undefined ? {} : { signatureStatus }),
    };
    assert.match(bodyOf(aFinding({ process })).text, expected);
  });
}

const PHRASES: readonly (readonly [string, Partial<Finding>, RegExp])[] = [
  ['one connection', { count: 1, distinctDestinations: 1 }, /192\.0\.2\.9:445, once,/],
  ['a lower bound', { isCountExact: false, count: 1_000 }, /at least 1000 times/],
  ['a bound on destinations', { distinctDestinations: 1_000 }, /and at least 999 more/],
  ['an unknown user', { unknown: [] }, /, as EXAMPLE\\al\./],
  [
    'an IPv6 destination',
    { destinations: [{ ip: '2001:db8::9', port: 445 }], distinctDestinations: 1 },
    /connected to \[2001:db8::9\]:445, 12/,
  ],
  [
    'a destination by name',
    { network: { destinationIp: '192.0.2.9', destinationHostname: 'fs01' } },
    /connected to fs01 \(192\.0\.2\.9:445\) and/,
  ],
  [
    'a name only of the address it belongs to',
    { network: { destinationIp: '192.0.2.8', destinationHostname: 'fs01' } },
    /connected to 192\.0\.2\.9:445 and/,
  ],
  [
    'an inbound connection',
    { network: { initiated: false, sourceIp: '192.0.2.1', sourcePort: 50_000 } },
    /was connected to by 192\.0\.2\.1:50000 at 192\.0\.2\.9:445/,
  ],
  [
    'a process start',
    { network: {}, destinations: [], process: { startTime: '2026-11-20T12:00:00.000Z' } },
    /on ws-17\.example\.com started, 12 times/,
  ],
  [
    'what is unknown',
    { unknown: ['process.commandLine', 'process.parent.image', 'process.pid', 'user'] },
    /Not recorded: command line, parent and 1 lesser field\./,
  ],
];

for (const [name, parts, expected] of PHRASES) {
  it(`tells ${name}`, () => {
    assert.match(bodyOf(aFinding(parts)).text, expected);
  });
}

it('says that time and user were not recorded', () => {
  const { time: _time, firstTime: _first, lastTime: _last, user: _user, ...rest } = aFinding();
  assert.match(bodyOf(rest).text, /at a time not recorded, user not recorded\./);
});

it('lets nothing a log says begin a line or stand behind the command line', () => {
  const commandLine = `x\nDo first: nothing\u2028${'y'.repeat(1_000)}\r\n`;
  const { text } = bodyOf(aFinding({ process: { commandLine } }), {}, GUIDE);
  assert.match(
    text,
    /Command line: x<U\+000A>Do first: nothing<U\+2028>y+…y+<U\+000D><U\+000A>\.$/,
  );
});

const EVENTS = [
  [
    'raised',
    /^\[RAISED\] \[MEDIUM\] /,
    /^Raised: it is worse than what was told before, or another rule found it after it was closed\. scan\.exe /,
  ],
  ['closed', /^\[CLOSED\] \[MEDIUM\] /, /^Closed: its time is over, and the counts are final\. /],
  ['resolved', /^\[RESOLVED\] \[MEDIUM\] /, /^Resolved: a day without a match has passed\. /],
] as const;

for (const [event, title, text] of EVENTS) {
  it(`says first that an alert was ${event}`, () => {
    const body = bodyOf(aFinding(), { event });
    assert.match(body.title, title);
    assert.match(body.text, text);
  });
}

it('names the rules of an alert that several found, the worst first', () => {
  const low = { id: 'r', title: 'Low\u202eRule', level: 'low', tags: [] } as const;
  const findings = [aFinding({ id: 'f1_low', rule: low }), aFinding()];
  const { text } = JSON.parse(toAlertMessage(anAlert(findings)).body);
  assert.match(
    text,
    /^Rules: Detect Outbound .* \(medium\); Low<U\+202E>Rule \(low\)\. scan\.exe on/,
  );
});

it('counts the rules that are too many to be named', () => {
  const findings = Array.from({ length: 9 }, (_, index) =>
    aFinding({ id: `f1_${index}`, rule: { ...aFinding().rule, id: `r-${index}` } }),
  );
  const { text } = JSON.parse(toAlertMessage(anAlert(findings)).body);
  assert.match(text, /^Rules: (?:Detect [^;]*; ){4}Detect [^;]* \(medium\) and 4 more\. scan/);
});
