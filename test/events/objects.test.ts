// events/ holds what scripts/gen-events.ts makes, no more and no less, and nothing in it that is of the real world.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { textOfBytes, textOfObject } from '../../scripts/gen-events/event-objects.ts';
import { FAMILIES } from '../../scripts/gen-events/families.ts';
import { SOURCE_IDS } from '../../src/source/index.ts';

/** The others write to the bucket themselves, each in its one way. */
const SHIPPED = ['sysmon', 'elastic-defend'];

const EVENTS = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'events');
const MAX_TOTAL_BYTES = 300_000;

/** Files below a folder of events/, named as objects are. */
function filesOf(source: string): readonly string[] {
  return readdirSync(join(EVENTS, source), { recursive: true, encoding: 'utf8' })
    .map((path) => join(source, path))
    .filter((path) => statSync(join(EVENTS, path)).isFile())
    .toSorted();
}

for (const { source, objects } of FAMILIES) {
  describe(`events/${source}`, () => {
    it('holds the objects that the generator makes, and no others', () => {
      assert.deepEqual(
        filesOf(source),
        objects()
          .map(({ path }) => path)
          .toSorted(),
      );
    });

    for (const object of objects()) {
      it(`has in ${object.path} the text that the generator makes`, () => {
        const stored = readFileSync(join(EVENTS, object.path));
        // Compared decompressed: another zlib writes other bytes for the same text.
        const isSame = textOfBytes(stored, object.compression) === textOfObject(object);
        assert.ok(isSame, 'run `node scripts/run.mjs scripts/gen-events.ts`');
      });
    }

    it('names no address but private, loopback and documentation ones', () => {
      const text = objects().map(textOfObject).join('');
      const addresses = new Set(text.match(/(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])/g) ?? []);
      const invented = /^(?:10\.20\.|127\.0\.0\.1$|192\.0\.2\.|198\.51\.100\.|1\.0\.0\.0$)/;
      // 1.0.0.0 is a file version.
      assert.deepEqual(
        [...addresses].filter((address) => !invented.test(address)),
        [],
      );
    });

    it('names no domain but those of documentation', () => {
      // The XML namespace that evtx_dump writes into each record is a name, not a host.
      const text = objects().map(textOfObject).join('').replaceAll('schemas.microsoft.com', '');
      const names = new Set(text.match(/[\w-]+\.(?:com|net|org|io|local)\b/gi) ?? []);
      const others = [...names].filter((name) => !/^example\.(?:com|net|org)$/.test(name));
      assert.deepEqual(others, []);
    });
  });
}

describe('the sample events', () => {
  it('are small', () => {
    const total = FAMILIES.flatMap(({ source }) => filesOf(source))
      .map((path) => statSync(join(EVENTS, path)).size)
      .reduce((sum, size) => sum + size, 0);
    assert.ok(total < MAX_TOTAL_BYTES, `${total} bytes`);
  });

  it('are compressed in several ways in the families that come through several shippers', () => {
    for (const { objects } of FAMILIES.filter(({ source }) => SHIPPED.includes(source))) {
      const compressions = new Set(objects().map(({ compression }) => compression));
      assert.deepEqual([...compressions].toSorted(), ['gzip', 'plain', 'zstd']);
    }
  });

  it('hold the story of every source that the product reads', () => {
    const others = SOURCE_IDS.filter((id) => !FAMILIES.some(({ source }) => source === id));
    assert.deepEqual(others, ['windows-eventlog']);
  });
});
