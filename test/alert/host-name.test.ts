// Hosts of an alert: by name where any log of its findings has one, and no more certain than the count is.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import { foldAlert, toEmail } from '../../src/alert/index.ts';
import { alertOf } from './alerts.ts';
import { aFinding } from './builders.ts';
import { aStoredAlert, aTelling } from './stored.ts';

const UNNAMED = aFinding({ id: 'f1_a', host: 'host agent-17' });
const NAMED = aFinding({ id: 'f1_b', firstTime: '2026-11-20T12:00:05.000Z' });
const STORED = aStoredAlert({ told: [aTelling()] });

it('is named by another finding where the lead’s log has only its id', () => {
  const members = [UNNAMED, NAMED].map((finding) => ({ finding, revision: 0, isWithdrawn: false }));
  const context = { origin: 'live', rules: new Map() } as const;
  const lead = foldAlert(STORED, 0, members, context)?.lead;
  assert.deepEqual([lead?.id, lead?.host], ['f1_a', 'ws-17.example.com']);
  assert.equal(foldAlert(STORED, 0, members.slice(0, 1), context)?.lead.host, 'host agent-17');
});

it('is told by its id, once, where no log names it', () => {
  const { text } = toEmail(alertOf([UNNAMED]), { nowMs: 0 });
  assert.match(text, /^Host +agent-17, not named by its log$/m);
});

it('says a bound where there were more destinations than are counted', () => {
  const { text } = toEmail(alertOf([aFinding({ distinctDestinations: 1_000 })]), { nowMs: 0 });
  assert.match(text, /^Destinations +192\.0\.2\.9:445 and at least 999 more$/m);
});
