// A source, bytes and a seed by argument → the corpus on standard output.

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isCorpusSource, makeCorpus } from './corpora.ts';

const [source = '', bytes, seed] = process.argv.slice(2);
if (!isCorpusSource(source)) throw new TypeError(`"${source}" is no source of a corpus`);
await pipeline(Readable.from(makeCorpus(source, Number(bytes), Number(seed))), process.stdout);
