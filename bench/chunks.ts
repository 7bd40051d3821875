// Lines one by one → chunks of whole lines, never all of them held.

/** Bytes yielded at once. */
const CHUNK_BYTES = 256 * 1024;

/** Yields the lines 0, 1, … in chunks, `bytes` of them or a little more. A line is ASCII, and comes without its end. */
export function* chunksOf(lineOf: (number: number) => string, bytes: number): Generator<Buffer> {
  let lines: string[] = [];
  let pending = 0;
  let written = 0;
  for (let number = 0; written + pending < bytes; number++) {
    const line = lineOf(number);
    lines.push(line, '\n');
    pending += line.length + 1;
    if (pending < CHUNK_BYTES) continue;
    yield Buffer.from(lines.join(''));
    written += pending;
    lines = [];
    pending = 0;
  }
  yield Buffer.from(lines.join(''));
}
