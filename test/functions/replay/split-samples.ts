// The samples of all sources → objects among which their records are spread, and what one scan of all of it finds.

import { fileObject, findFiles } from '../../../src/adapters/local/index.ts';
import { decodeObject, parseRecord } from '../../../src/decode/index.ts';
import type { Finding, JsonObject } from '../../../src/model/index.ts';
import type { ScanObject } from '../../../src/ports/index.ts';
import { scanListed } from '../../pipeline/join-scan.ts';

/** Texts of objects, and the findings of all of them together. */
export interface SplitSamples {
  readonly objects: readonly string[];
  readonly expected: readonly Finding[];
}

const { signal } = new AbortController();

/** Each object has every n-th record: starts, connections and the parts of sequences are apart. */
export async function splitSamples(count: number, folder = 'events'): Promise<SplitSamples> {
  const files = findFiles(folder).files.map(({ path, size }) => fileObject(path, size, signal));
  const records = (await Promise.all(files.map(recordsOf))).flat();
  const objects = Array.from({ length: count }, (_, index) =>
    textOf(records.filter((_record, place) => place % count === index)),
  );
  const { findings } = await scanListed([objectOf(textOf(records))]);
  return { objects, expected: findings };
}

function textOf(records: readonly JsonObject[]): string {
  return records.map((record) => `${JSON.stringify(record)}\n`).join('');
}

function objectOf(text: string): ScanObject {
  const bytes = new TextEncoder().encode(text);
  return {
    name: 'whole',
    size: bytes.length,
    async *open() {
      yield bytes;
    },
  };
}

async function recordsOf(object: ScanObject): Promise<readonly JsonObject[]> {
  const records: JsonObject[] = [];
  for await (const item of decodeObject(object.open())) {
    if (item.kind !== 'batch') continue;
    for (let index = 0; index < item.batch.count; index++) {
      const parsed = parseRecord(item.batch, index);
      if (parsed.ok) records.push(parsed.value);
    }
  }
  return records;
}
