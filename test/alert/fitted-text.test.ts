// A text of any length and alphabet → the same within a channel's size, never half a character or half an escape.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { EMAIL_VOICE } from '../../src/alert/render/email.ts';
import { SLACK_VOICE } from '../../src/alert/render/slack.ts';
import { fitted } from '../../src/alert/render/voice.ts';
import { check } from '../support/check.ts';

describe('a text that is fitted', () => {
  const size = fc.integer({ min: 8, max: 60 });
  for (const [name, voice] of [
    ['Slack', SLACK_VOICE],
    ['e-mail', EMAIL_VOICE],
  ] as const) {
    it(`is for ${name} never larger than it may be, and whole where it can be`, () => {
      const some = fc.string({
        unit: fc.constantFrom('a', '&', 'é', '😀', '\n', '`'),
        maxLength: 80,
      });
      check(
        fc.property(some, size, (one, max) => {
          const whole = fitted(one, 100_000, voice);
          const cut = fitted(one, max, voice);
          assert.ok(voice.sizeOf(cut) <= max, cut);
          assert.equal(cut === whole, voice.sizeOf(whole) <= max);
          // The largest escape is of 14 characters, one at each side of the cut.
          if (cut !== whole) assert.ok(voice.sizeOf(cut) > max - 2 * 14, cut);
        }),
        200,
      );
    });
  }

  it('shows its beginning and its end, as Slack may be told it', () => {
    assert.equal(fitted('a&b<c', 100, SLACK_VOICE), 'a&amp;b&lt;c');
    assert.equal(fitted('a&b&c&d&e', 14, SLACK_VOICE), 'a&amp;…d&amp;e');
    assert.equal(
      fitted(`C:\\Users\\${'x'.repeat(1_000_000)}\\tool.exe`, 20, SLACK_VOICE),
      'C:\\Users\\…x\\tool.exe',
    );
  });
});
