// Whole findings and values of any shape: every text is read, ids stay.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { redactFinding, redactValue } from '../../src/redact/index.ts';
import { aFinding, hostileFinding } from '../alert/builders.ts';
import { runs } from '../support/runs.ts';

const SECRET = `Hunter${'2!'}x`;
const COMMAND = `net use \\\\fs01\\c$ ${SECRET} /user:al`;

describe('redactFinding', () => {
  it('takes secrets out of wherever a log can put them', () => {
    const finding = aFinding({
      entityKey: `img:C:\\${COMMAND}|pid:-`,
      host: `--password=${SECRET}`,
      user: `al --password ${SECRET}`,
      process: {
        image: `C:\\x --password=${SECRET}`,
        commandLine: COMMAND,
        originalFileName: `PASSWORD=${SECRET}`,
        parent: { image: `/p:${SECRET}`, commandLine: `cmd /c "${COMMAND}"` },
      },
      network: { destinationHostname: `https://u:${SECRET}@h` },
      // An address that is none is shown as it was logged.
      destinations: [
        { ip: `https://u:${SECRET}@h`, port: 445, firstTime: '2026-11-20T10:00:00.000Z' },
      ],
      correlation: {
        type: 'event_count',
        value: 3,
        thresholds: [],
        timespanMs: 1,
        groupBy: [{ name: 'CommandLine', value: COMMAND }],
      },
      delivery: { object: `s3://u:${SECRET}@b/k`, ordinal: 1, offset: 2 },
      matched: [
        {
          selection: 's',
          field: 'CommandLine',
          modifier: 'contains',
          ruleValue: `/p:${SECRET}`,
          holds: true,
          eventValue: [COMMAND, { password: SECRET, deep: [{ args: ['-pw', SECRET] }] }],
        },
      ],
    });
    assert.ok(!JSON.stringify(redactFinding(finding)).includes(SECRET));
  });

  it('changes nothing when it is done again, nor any id, time or count', () => {
    fc.assert(
      fc.property(hostileFinding, (finding) => {
        const once = redactFinding(finding);
        assert.deepEqual(redactFinding(once), once);
        assert.deepEqual(Object.keys(once), Object.keys(finding));
        for (const name of ['id', 'tenant', 'source', 'time', 'day', 'count'] as const) {
          assert.equal(once[name], finding[name]);
        }
        assert.equal(once.rule.id, finding.rule.id);
      }),
      { numRuns: runs(60) },
    );
  });

  it('keeps what a finding without secrets says, to the letter', () => {
    assert.deepEqual(redactFinding(aFinding()), aFinding());
  });
});

describe('redactValue', () => {
  it('reads a list of arguments as one command line', () => {
    const args = ['psexec', '\\\\ws-17', '-u', 'al', '-p', `my ${SECRET}`, 'cmd'];
    const redacted = ['psexec', '\\\\ws-17', '-u', 'al', '-p', '‹redacted:password›', 'cmd'];
    assert.deepEqual(redactValue(args), redacted);
  });

  it('takes out members that are named as secrets, and keeps the others', () => {
    const value = { user: 'al', Password: 'x', apiKey: 'y', port: 445, isOn: true, none: null };
    assert.deepEqual(redactValue(value), {
      ...value,
      Password: '‹redacted:password›',
      apiKey: '‹redacted:key›',
    });
  });

  it('takes out the value of a pair that names itself as a secret', () => {
    const values = [
      { field: 'Password', eventValue: 'x', ruleValue: '*' },
      { name: 'api_key', value: ['x', 'y'] },
      { key: 'user', value: 'al' },
      { name: 'passwordLength', value: 8 },
    ];
    assert.deepEqual(redactValue(values), [
      { field: 'Password', eventValue: '‹redacted:password›', ruleValue: '*' },
      { name: 'api_key', value: '‹redacted:key›' },
      { key: 'user', value: 'al' },
      { name: 'passwordLength', value: 8 },
    ]);
  });

  it('keeps a key __proto__ a key', () => {
    const value: unknown = JSON.parse('{"__proto__": {"password": "x"}}');
    assert.equal(
      JSON.stringify(redactValue(value)),
      '{"__proto__":{"password":"‹redacted:password›"}}',
    );
  });
});
