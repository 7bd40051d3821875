// Bytes → lines, each ended by a newline and by nothing else: JSON leaves U+2028 and U+2029 as they are, where `node:readline` ends a
// line, and whoever names a process or a key may put one there.

/** What follows the last newline is a line too, unless there is nothing. */
export async function* textLines(chunks: AsyncIterable<unknown>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  // Joined when the line ends: one of many chunks must not be searched again with each.
  let parts: string[] = [];
  for await (const chunk of chunks) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('a stream of lines gave no bytes');
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
    parts.push(first);
    for (const text of others) {
      yield parts.join('');
      parts = [text];
    }
  }
  const last = parts.join('') + decoder.decode();
  if (last !== '') yield last;
}
