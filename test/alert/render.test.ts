// What an alert says: its event, age, places, filter, and nothing that is secret.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type RenderContext, toAmazonQ, toEmail, toSlack } from '../../src/alert/index.ts';
import type { Alert, Finding } from '../../src/model/index.ts';
import { alertOf } from './alerts.ts';
import { aFanOut, aFinding } from './builders.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 12, 5);
const CONTEXT: RenderContext = { nowMs: NOW_MS, region: 'eu-central-1' };

describe('what is redacted', () => {
  const secret = `Hunter${'2!'}x`;
  const commandLine = `net use \\\\fs01\\c$ ${secret} /user:al`;
  const alert = alertOf([
    aFinding({
      user: `al --password=${secret}`,
      process: {
        image: `C:\\a --token=${secret}`,
        commandLine,
        parent: { image: `b /pass:${secret}` },
      },
    }),
  ]);

  it('stands in no channel, though an alert holds it', () => {
    for (const sent of [
      toSlack(alert, CONTEXT),
      toEmail(alert, CONTEXT),
      toAmazonQ(alert, CONTEXT),
    ]) {
      assert.ok(!JSON.stringify(sent).includes(secret));
      assert.match(JSON.stringify(sent), /net use .{1,40}‹redacted:password›/);
    }
  });
});

describe('what is told', () => {
  const email = (parts: Partial<Alert> = {}, where: Partial<RenderContext> = {}) =>
    toEmail(alertOf([aFinding()], parts), { ...CONTEXT, ...where }).text;

  for (const [event, words] of [
    ['opened', /^MEDIUM alert$/m],
    ['raised', /^MEDIUM alert, raised$/m],
    ['closed', /^MEDIUM alert, closed$[\s\S]*^Still active +no, the counts are final$/m],
    ['resolved', /^MEDIUM alert, resolved$[\s\S]*^Still active +no, a day without a match$/m],
  ] as const) {
    it(`says that an alert is ${event}`, () => {
      const isActive = event === 'opened' || event === 'raised';
      assert.match(email({ event, isActive }), words);
    });
  }

  it('marks what is no live alert', () => {
    assert.match(email({ origin: 'replay' }), /^\[REPLAY\] MEDIUM alert$/m);
  });

  it('has steps, false positives and filter while there is something to do, and not when it is over', () => {
    const parts = { guide: { triage: ['Look.'], respond: [], harden: [], logging: [] } };
    assert.match(email(parts), /^Do first\n {2}1\. Look\.$/m);
    assert.match(email(parts), /^A filter that silences this, /m);
    const over = email({ ...parts, event: 'closed', isActive: false });
    assert.doesNotMatch(over, /Do first|Known false|A filter|Told late/);
  });

  it('has all of them also when it is over where nothing was told before, and says so', () => {
    const guide = { triage: ['Look.'], respond: [], harden: [], logging: [] };
    const over = email({ guide, event: 'resolved', isActive: false }, { isFirst: true });
    assert.match(over, /^Told late +nothing of this alert could be posted here before/m);
    assert.match(over, /^Do first\n {2}1\. Look\.$/m);
    assert.match(over, /^A filter that silences this, /m);
    assert.doesNotMatch(email({ guide }, { isFirst: true }), /Told late/);
  });

  it('says above a filter how wide it is', () => {
    const { process } = aFinding();
    const bare = { image: process.image ?? '', signatureStatus: 'Unavailable' };
    const hash = { sha256: 'ab'.repeat(32) };
    const filterTarget = { rules: ['r'], logsource: { product: 'windows' } };
    const heading = (finding: Finding) =>
      /^A filter that silences (.*)$/m.exec(
        toEmail(alertOf([finding], { filterTarget }), CONTEXT).text,
      )?.[1];
    assert.equal(heading(aFinding({ process: { ...bare, hashes: hash } })), 'exactly this');
    assert.equal(heading(aFinding({ process: bare })), 'this, and any other file at this path');
    const ofHost = aFanOut();
    const groupBy = [{ name: 'Computer', value: 'ws-17' }];
    assert.ok(ofHost.correlation !== undefined);
    const correlation = { ...ofHost.correlation, groupBy };
    assert.equal(heading({ ...ofHost, correlation }), 'this rule for the whole host');
  });

  it('has no filter rather than a part of one', () => {
    const rules = Array.from({ length: 60 }, (_, index) => `${index}`.padStart(36, '0'));
    const alert = alertOf([aFinding()], { filterTarget: { rules, logsource: { product: 'w' } } });
    const none = /silences [^*\\]+\*?\\n {0,2}None that is safe to show here/;
    for (const sent of [
      toSlack(alert, CONTEXT),
      toEmail(alert, CONTEXT),
      toAmazonQ(alert, CONTEXT),
    ]) {
      assert.match(JSON.stringify(sent), none);
    }
  });

  it('has no filter whose words a channel would change', () => {
    const filterIn = (image: string) => {
      const process = { image, signatureStatus: 'Unsigned' };
      const alert = alertOf([aFinding({ process })]);
      const messages = [
        toSlack(alert, CONTEXT),
        toEmail(alert, CONTEXT),
        toAmazonQ(alert, CONTEXT),
      ];
      return messages.map((sent) => JSON.stringify(sent).includes('condition: not selection'));
    };
    assert.deepEqual(filterIn('C:\\a&b.exe'), [true, true, true]);
    assert.deepEqual(filterIn('C:\\a`b.exe'), [false, true, false]);
    assert.deepEqual(filterIn('C:\\a@b.exe'), [true, true, false]);
    assert.deepEqual(filterIn('file://a.exe'), [true, false, false]);
    assert.deepEqual(filterIn('C:\\a\u202eexe.png'), [true, true, true]);
  });

  it('counts what found no room', () => {
    const falsepositives = Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat(200)}`);
    const [, count] = /\n {2}… and (\d+) more\n/.exec(email({ falsepositives })) ?? [];
    const shown = email({ falsepositives }).match(/• \d+ x/g)?.length ?? 0;
    assert.equal(Number(count) + shown, 40);
  });

  for (const [lastTime, words] of [
    ['2026-11-20T12:04:10.500Z', '2026-11-20 12:04:10 UTC, 49 s ago'],
    ['2026-11-20T12:01:00.000Z', '2026-11-20 12:01:00 UTC, 4 min ago'],
    ['2026-11-20T09:00:00.000Z', '2026-11-20 09:00:00 UTC, 3 h 5 min ago'],
    ['2026-11-17T12:05:00.000Z', '2026-11-17 12:05:00 UTC, 3 d ago'],
    ['2026-11-20T12:05:00.500Z', '2026-11-20 12:05:00 UTC, 0 s ago'],
    ['2026-11-20T13:05:00.000Z', '2026-11-20 13:05:00 UTC, 1 h ahead of our clock'],
    ['yesterday', 'not recorded'],
  ] as const) {
    it(`says how old ${lastTime} is`, () => {
      assert.ok(email({ lastTime }).includes(`Last            ${words}\n`), email({ lastTime }));
    });
  }

  it('names the destination where the log does', () => {
    const network = { destinationIp: '192.0.2.9', destinationHostname: 'fs01.example.com' };
    const { text: body } = toEmail(alertOf([aFinding({ network })]), CONTEXT);
    assert.match(body, /^Destinations +fs01\.example\.com \(192\.0\.2\.9:445\) and 3 more$/m);
  });

  for (const [region, host] of [
    ['eu-central-1', 'eu-central-1.console.aws.amazon.com'],
    ['us-gov-west-1', 'us-gov-west-1.console.amazonaws-us-gov.com'],
    ['cn-north-1', 'cn-north-1.console.amazonaws.cn'],
  ] as const) {
    it(`links to the console of ${region}, where the reader’s own rights decide`, () => {
      const body = email({ evidence: 's3://b-1/evidence/dt=1/a b.json' }, { region });
      const url = `https://${host}/s3/object/b-1?region=${region}&prefix=evidence%2Fdt%3D1%2Fa%20b.json`;
      assert.ok(body.includes(`Evidence        ${url}\n`), body);
    });
  }

  it('shows a place that is no link as text', () => {
    const body = email({ evidence: 's3://B/../x' }, { runbook: 'http://wiki.example.com' });
    assert.match(body, /^Evidence +s3\[:\]\/\/B\/\.\.\/x$/m);
    assert.match(body, /^Runbook +http\[:\]\/\/wiki\.example\.com$/m);
  });

  it('is the same each time', () => {
    const alert = alertOf([aFinding()]);
    assert.deepEqual(toSlack(alert, CONTEXT), toSlack(alert, CONTEXT));
  });
});
