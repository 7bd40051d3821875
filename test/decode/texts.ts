// The same records in every layout.

/** The records of every text. */
export const OBJECTS = [
  { id: 1, name: 'one', nested: { list: [{ a: 1 }, [], {}] } },
  {},
  { id: 2, text: 'a brace } and { a quote " and a backslash \\ and ][' },
  { id: 3, name: '\u{1f600}\u0001\u2028', none: null, yes: true, half: 0.5 },
];
/** The records, each as JSON on one line. */
export const TEXTS = OBJECTS.map((object) => JSON.stringify(object));
/** The records, each as JSON over several lines. */
export const PRETTY = OBJECTS.map((object) => JSON.stringify(object, null, 2));

/** Every layout: its name, what the decoder calls it, and a text. */
export const SHAPES: readonly (readonly [name: string, shape: string, text: string])[] = [
  ['NDJSON', 'ndjson', `${TEXTS.join('\n')}\n`],
  ['NDJSON without a last line feed', 'ndjson', TEXTS.join('\n')],
  [
    'NDJSON with CRLF, a byte order mark and blank lines',
    'ndjson',
    `\ufeff\r\n${TEXTS.join('\r\n \t\r\n\r\n')}\r\n`,
  ],
  [
    'NDJSON with white space around the records',
    'ndjson',
    TEXTS.map((text) => `  ${text}\t\n`).join(''),
  ],
  ['an array on one line', 'array', `[${TEXTS.join(',')}]`],
  ['an array with one record a line', 'array', `[\n${TEXTS.join(',\n')}\n]\n`],
  ['a pretty-printed array', 'array', JSON.stringify(OBJECTS, null, 2)],
  ['one array a line', 'array', `[${TEXTS.slice(0, 2)}]\n[]\n[${TEXTS.slice(2)}]\n`],
  ['{"Records": […]}', 'wrapped', `{"Records":[${TEXTS}]}`],
  ['a pretty-printed {"records": […]}', 'wrapped', JSON.stringify({ records: OBJECTS }, null, 2)],
  [
    'a Graph page',
    'wrapped',
    `{"@odata.context":"https://example.com/[{","@odata.count":4,"value":[${TEXTS}]}`,
  ],
  [
    'an envelope with nested members before and behind',
    'wrapped',
    `{"a":{"value":[{"no":1}],"b":[[{}]]},"value":[${TEXTS}],"z":{"Records":[{}]}}`,
  ],
  [
    'one envelope a line',
    'wrapped',
    `{"records":[${TEXTS.slice(0, 1)}]}\n{"records":[${TEXTS.slice(1)}]}\n`,
  ],
  ['objects without anything between', 'concatenated', TEXTS.join('')],
  ['objects with spaces between', 'concatenated', TEXTS.join(' \t ')],
  ['pretty-printed objects', 'concatenated', PRETTY.join('\n')],
  ['pretty-printed objects without anything between', 'concatenated', PRETTY.join('')],
  [
    'lines with more than one object, and objects over several lines',
    'ndjson',
    `${TEXTS[0]}\n${TEXTS[1]}${TEXTS[2]}\n${PRETTY[3]}`,
  ],
];
