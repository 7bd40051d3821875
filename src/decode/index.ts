// The decode layer: an object's bytes as stored → records. Other layers enter here.

import { decodeObject } from './decode.ts';
import { createLateRoom, linesOf } from './late-lines.ts';
import { parseRecord } from './parse.ts';

export {
  MAX_DEPTH,
  MAX_OBJECT_BYTES,
  MAX_RECORD_BYTES,
  MAX_REJECTED_BYTES_KEPT,
} from './caps.ts';
export { type DecodeOptions, decodeObject } from './decode.ts';
export { parseRecord } from './parse.ts';

/** All of it, for who is given a decoder. */
export const DECODER = { decodeObject, parseRecord, createLateRoom, linesOf };
