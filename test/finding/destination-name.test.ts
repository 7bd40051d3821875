// Names of destinations: of the first record of each, in any order, by one scan or by many.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { toEmail } from '../../src/alert/index.ts';
import { destinationName } from '../../src/finding/destination-name.ts';
import { type Connection, Destinations } from '../../src/finding/destinations.ts';
import { unitedFinding } from '../../src/finding/index.ts';
import { alertOf } from '../alert/alerts.ts';
import { aFinding } from '../alert/builders.ts';
import { aNote } from '../state/builders.ts';
import { check } from '../support/check.ts';

const connection: fc.Arbitrary<Connection> = fc.record(
  {
    ip: fc.integer({ min: 1, max: 30 }).map((last) => `192.0.2.${last}`),
    port: fc.constantFrom(139, 445),
    timeMs: fc.nat({ max: 5 }),
    host: fc.constantFrom('a.example.com', 'b.example.com'),
  },
  { requiredKeys: ['ip'] },
);

function firstOf(...parts: readonly (readonly Connection[])[]) {
  const all = new Destinations();
  for (const part of parts) {
    const some = new Destinations();
    for (const one of part) some.add(one);
    all.merge(some);
  }
  return all.first();
}

describe('the destinations of a finding', () => {
  it('have the same names in any order and in any parts', () => {
    const twice = fc.array(connection, { minLength: 1, maxLength: 80 }).chain((all) =>
      fc.record({
        all: fc.constant(all),
        other: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
        cut: fc.nat({ max: all.length }),
      }),
    );
    check(
      fc.property(twice, ({ all, other, cut }) => {
        assert.deepEqual(firstOf(other.slice(0, cut), other.slice(cut), other), firstOf(all));
      }),
      200,
    );
  });

  it('are named by the first record, not by one that came later', () => {
    const ip = '192.0.2.9';
    const named = (...all: readonly Omit<Connection, 'ip'>[]) =>
      firstOf(all.map((one) => ({ ip, ...one })))[0]?.host;
    assert.equal(named({ timeMs: 2, host: 'later' }, { timeMs: 1, host: 'first' }), 'first');
    assert.equal(named({ timeMs: 2, host: 'later' }, { timeMs: 1 }), undefined);
    assert.equal(named({ timeMs: 1 }, { timeMs: 1, host: 'b' }, { timeMs: 1, host: 'a' }), 'a');
  });

  it('have in all objects together the names that the matches have', () => {
    const matches = [
      aNote('m1', { ip: '192.0.2.1', timeMs: 2, host: 'late.example.com' }),
      aNote('m2', { ip: '192.0.2.1', timeMs: 1, host: 'fs01.example.com' }),
      aNote('m3', { ip: '192.0.2.2', timeMs: 3 }),
    ];
    const { destinations } = unitedFinding({
      finding: aFinding({ destinations: [], count: 3 }),
      ...{ revision: 0, isSent: true, wasSent: true, createdMs: 0, matches, totals: [] },
    });
    assert.deepEqual(
      destinations.map(({ ip, host }) => [ip, host]),
      [
        ['192.0.2.1', 'fs01.example.com'],
        ['192.0.2.2', undefined],
      ],
    );
  });

  it('are each told by name', () => {
    const destinations = [
      { ip: '192.0.2.9', port: 445, host: 'fs01.example.com' },
      { ip: '192.0.2.10', port: 445 },
      { ip: '192.0.2.11', port: 445, host: 'fs02.example.com' },
    ];
    const finding = aFinding({ destinations, distinctDestinations: 3 });
    assert.match(
      toEmail(alertOf([finding]), { nowMs: 0 }).text,
      /^Destinations +fs01\.example\.com \(192\.0\.2\.9:445\), 192\.0\.2\.10:445, fs02\.example\.com \(192\.0\.2\.11:445\)$/m,
    );
  });
});

describe('the name of a destination', () => {
  it('is what the log says, cut to 255 characters', () => {
    assert.equal(destinationName({ destinationHostname: 'fs01' }), 'fs01');
    assert.equal(destinationName({ destinationHostname: 'x'.repeat(1_000_000) })?.length, 255);
  });

  it('is none where there is none, or the address stands for it', () => {
    assert.equal(destinationName({}), undefined);
    assert.equal(destinationName({ destinationHostname: '' }), undefined);
    const ip = '192.0.2.9';
    assert.equal(destinationName({ destinationHostname: ip, destinationIp: ip }), undefined);
  });
});
