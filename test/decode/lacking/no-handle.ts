// Imported before direct-inflater.ts, which tries once: the handles of this Node's zlib cannot be driven.

import { createInflateRaw } from 'node:zlib';

const stream = createInflateRaw();
const handle: object = Object.getPrototypeOf(Reflect.get(stream, '_handle'));
const writeSync: unknown = Reflect.get(handle, 'writeSync');
// Node's own synchronous functions use it too: they do so behind the first try.
Reflect.set(handle, 'writeSync', () => {
  Reflect.set(handle, 'writeSync', writeSync);
  throw new TypeError('another signature is expected');
});
stream.destroy();
