// The limits of decoding: what one object, record or buffer may cost at most.

/**
 * Largest record that is evaluated, in bytes.
 * Source: design.md section 9; an order of magnitude above the largest event any supported EDR writes.
 */
export const MAX_RECORD_BYTES = 16 * 1024 * 1024;

/**
 * Deepest nesting of a record that is evaluated; `{}` is 1.
 * Source: design.md section 9. Everything after decoding may walk a record by recursion.
 */
export const MAX_DEPTH = 64;

/**
 * Most bytes one object may decompress to. Source: design.md section 9. There is no cap on the ratio:
 * logs reach hundreds to one honestly, and a bomb only streams.
 */
export const MAX_OBJECT_BYTES = 512 * 1024 ** 3;

/** Bytes of a rejected record kept for quarantine: enough to see what it was (issue 2). */
export const MAX_REJECTED_BYTES_KEPT = 64 * 1024;

/**
 * Bytes per chunk of decompressed output, and so per batch. Node's default of 16 KiB costs two thirds of
 * the speed (measured, docs/design/decode.md).
 */
export const OUTPUT_CHUNK_BYTES = 512 * 1024;

/**
 * Records handed on at once. Logs have a thousand or two in a chunk; of lines of three bytes there are 175,000 in one, and
 * five million in a value that was held until it was given up, each of which takes 44 bytes beside its own.
 */
export const MAX_BATCH_RECORDS = 16 * 1024;

/** Bytes of the first chunk where lines are picked: some twenty records, all of which are parsed. */
export const FIRST_CHUNK_BYTES = 16 * 1024;

/** Smallest output chunk, for members that are small: allocating 512 KiB for each would dominate. */
export const MIN_OUTPUT_CHUNK_BYTES = 16 * 1024;

/** Compressed bytes handed to zlib at once: two to five output chunks of log data. */
export const INPUT_STEP_BYTES = 128 * 1024;

/**
 * Compressed bytes of the current member kept so that a fault can be replayed to the byte. zlib drops the
 * output of the call that fails; without the replay up to one output chunk before the fault would be lost.
 */
export const MAX_REPLAY_BYTES = 4 * 1024 * 1024;

/** Bytes looked at to tell text from something else where no record begins the object. */
export const SNIFF_BYTES = 1024;

/** Longest piece of foreign text (a parser's or a transport's words) repeated in a message. */
export const MAX_QUOTED_CHARS = 200;
