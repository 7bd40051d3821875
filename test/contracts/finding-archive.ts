// What every archive must do. Each adapter's tests run this suite unchanged.

import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import {
  type FindingRevision,
  findingKey,
  toEvidenceEntry,
  toFindingEntry,
} from '../../src/archive/index.ts';
import type { FindingArchive } from '../../src/ports/index.ts';
import { aFinding } from '../alert/builders.ts';

/** An archive in which nothing is kept yet, and a way to see what it holds: key → body. */
export interface OpenedArchive {
  readonly archive: FindingArchive;
  holds(): Promise<Readonly<Record<string, string>>>;
}

const CONTEXT = { productVersion: '0.1.0' };

function revision(number: number, timeMs = 1_000): FindingRevision {
  const kind = number === 1 ? 'opened' : 'updated';
  return { finding: aFinding(), number, kind, createdMs: 1_000, timeMs };
}

/** Registers the suite. */
export function describeFindingArchive(
  name: string,
  open: (t: TestContext) => Promise<OpenedArchive>,
): void {
  describe(`${name}, as an archive of findings`, () => {
    it('keeps findings and evidence under their keys, whole', async (t) => {
      const { archive, holds } = await open(t);
      const record = {
        role: 'trigger' as const,
        delivery: aFinding().delivery,
        record: { a: 'é\u202e' },
      };
      const entries = [
        toFindingEntry(revision(1), CONTEXT),
        toEvidenceEntry(revision(1), CONTEXT, [record]),
      ];
      const outcomes = await archive.keep(entries);
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['written', 'written'],
      );
      assert.deepEqual(
        await holds(),
        Object.fromEntries(entries.map(({ key, body }) => [key, body])),
      );
    });

    it('keeps a revision once: the first that was written stands', async (t) => {
      const { archive, holds } = await open(t);
      await archive.keep([toFindingEntry(revision(1), CONTEXT)]);
      const before = await holds();
      const outcomes = await archive.keep([
        toFindingEntry(revision(1, 9_000), CONTEXT),
        toFindingEntry(revision(2), CONTEXT),
      ]);
      assert.deepEqual(
        outcomes.map(({ kind }) => kind),
        ['present', 'written'],
      );
      const after = await holds();
      assert.equal(Object.keys(after).length, 2);
      assert.equal(after[findingKey(revision(1))], before[findingKey(revision(1))]);
    });

    it('lets one of many writers of a revision win, and never shows half a body', async (t) => {
      const { archive, holds } = await open(t);
      const entries = Array.from({ length: 12 }, (_, index) => ({
        key: 'findings/dt=2026-11-20/a.ndjson',
        contentType: 'text/plain',
        body: String(index).repeat(2_000),
      }));
      const outcomes = await Promise.all(entries.map((entry) => archive.keep([entry])));
      const written = outcomes.flat().filter(({ kind }) => kind === 'written');
      assert.equal(written.length, 1);
      assert.ok(outcomes.flat().every(({ kind }) => kind !== 'failed'));
      assert.match(Object.values(await holds())[0] ?? '', /^(\d+?)\1{1999}$/);
    });

    it('refuses keys that could leave the archive, and keeps the others', async (t) => {
      const { archive, holds } = await open(t);
      const bad = [
        '../a',
        '/a',
        'a//b',
        'a/../b',
        './a',
        '..',
        '',
        'a\\b',
        'a\0',
        'a b',
        'a/',
        'é',
      ];
      const entries = [...bad, 'good/a'].map((key) => ({ key, contentType: 'x/y', body: 'x' }));
      const outcomes = await archive.keep(entries);
      assert.deepEqual(
        outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome.code : outcome.kind)),
        [...bad.map(() => 'BAD_KEY'), 'written'],
      );
      assert.deepEqual(await holds(), { 'good/a': 'x' });
    });

    it('keeps nothing of nothing', async (t) => {
      const { archive, holds } = await open(t);
      assert.deepEqual(await archive.keep([]), []);
      assert.deepEqual(await holds(), {});
    });
  });
}
