// `node scripts/run.mjs scripts/gen-events.ts` → events/: the story of gen-events/ as the objects of each family.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  bytesOfObject,
  type EventObject,
  textOfBytes,
  textOfObject,
} from './gen-events/event-objects.ts';
import { FAMILIES } from './gen-events/families.ts';

const EVENTS = join(dirname(dirname(fileURLToPath(import.meta.url))), 'events');

/** An object whose text is right is left alone: another zlib would write other bytes for the same text. */
function isCurrent(path: string, object: EventObject): boolean {
  if (!existsSync(path)) return false;
  return textOfBytes(readFileSync(path), object.compression) === textOfObject(object);
}

function writeFamily(source: string, objects: readonly EventObject[]): void {
  const folder = join(EVENTS, source);
  mkdirSync(folder, { recursive: true });
  const wanted = new Set(objects.map(({ path }) => join(EVENTS, path)));
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !wanted.has(path)) rmSync(path);
  }
  for (const object of objects) {
    const path = join(EVENTS, object.path);
    if (isCurrent(path, object)) continue;
    const bytes = bytesOfObject(object);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    console.log(`events/${object.path}: ${bytes.length} bytes`);
  }
}

for (const { source, objects } of FAMILIES) writeFamily(source, objects());
