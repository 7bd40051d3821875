// A scan by argument → as the command line wires it, its time and memory. Here, for tests alone can enter the command line.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { serve, turnOf, type Work } from '../../bench/table/serve.ts';
import type { PackSpec, StreamSpec, Subject } from '../../bench/table/subject.ts';
import { fileObject } from '../../src/adapters/local/index.ts';
import { loadPack } from '../../src/cli/rule-pack.ts';
import { createRejections } from '../../src/cli/scan/rejections.ts';
import { runScan } from '../../src/cli/scan/run.ts';
import type { CompiledCorrelation, CompiledRule } from '../../src/model/index.ts';
import { sumCounts } from '../../src/pipeline/index.ts';
import type { ScanObject } from '../../src/ports/index.ts';
import { compileRuleset } from '../../src/sigma/index.ts';

const SIGMAHQ = new URL('../../../shared/conformance/sigmahq_rules.jsonl.gz', import.meta.url);

/** What scans. */
interface Pack {
  readonly rules: readonly CompiledRule[];
  readonly correlations: readonly CompiledCorrelation[];
}

const { signal } = new AbortController();

async function workOf(subject: Subject): Promise<Work> {
  if (subject.kind === 'scan-function') {
    const { warm, files, lines } = subject;
    // Its modules are not the command line's: they would count to the memory of all others.
    const { scanAsFunction } = await import('./function-scan.ts');
    return {
      warm: (pass) => scanAsFunction([turnOf(warm, pass)], lines, signal),
      run: () => scanAsFunction(files, lines, signal),
    };
  }
  if (subject.kind !== 'scan' && subject.kind !== 'scan-stream') {
    throw new TypeError(`${subject.kind} is no scan`);
  }
  const pack = await packOf(subject.kind === 'scan' ? subject.pack : 'whole');
  const objects =
    subject.kind === 'scan'
      ? subject.files.map((path) => fileObject(path, undefined, signal))
      : [streamObject(subject.stream)];
  return {
    warm: (pass) => scan([fileObject(turnOf(subject.warm, pass), undefined, signal)], pack),
    run: () => scan(objects, pack),
  };
}

/** Gives the records read. Throws where an object was not read to its end: its time would be too good. */
async function scan(
  objects: readonly ScanObject[],
  { rules, correlations }: Pack,
): Promise<number> {
  const { outcomes } = await runScan(
    {
      objects,
      rules,
      correlations,
      flags: { rules: [], filter: [], tenant: 'bench', format: 'json' },
      rejections: createRejections(undefined),
      progress: { follow: (object) => object, stop: () => undefined },
    },
    signal,
  );
  for (const { object, problem } of outcomes) {
    if (problem !== undefined) throw new Error(`${object}: ${JSON.stringify(problem)}`);
  }
  return sumCounts(outcomes.map(({ counts }) => counts)).records;
}

async function packOf(spec: PackSpec): Promise<Pack> {
  if (typeof spec === 'number') return sigmahq(spec);
  const pack = await loadPack([], new Map());
  return spec === 'whole' ? pack : withoutStarts(pack);
}

/** Without the rules of process starts, and without what correlates them. */
function withoutStarts({ rules, correlations }: Pack): Pack {
  const kept = rules.filter(({ logsource }) => logsource.category !== 'process_creation');
  const ids = new Set(kept.map(({ id }) => id));
  return {
    rules: kept,
    correlations: correlations.filter((one) => one.rules.every((id) => ids.has(id))),
  };
}

/** Evenly picked: neighbours in the list are of one kind. */
function sigmahq(count: number): Pack {
  const text = gunzipSync(readFileSync(SIGMAHQ)).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  const step = Math.max(1, lines.length / count);
  const files = lines
    .filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step))
    .map((line) => {
      const { path, rule }: Readonly<Record<string, unknown>> = JSON.parse(line);
      return { path: String(path), text: String(rule) };
    });
  const { rules, correlations } = compileRuleset(files);
  // As loadPack does.
  globalThis.gc?.();
  return { rules, correlations };
}

/** Made by another process each time it is opened, the same bytes each time. */
function streamObject({ source, bytes, seed, core }: StreamSpec): ScanObject {
  const maker = fileURLToPath(new URL('../../bench/table/write-corpus.ts', import.meta.url));
  return {
    name: 'stream',
    size: bytes,
    async *open(from = 0) {
      const command = ['-c', String(core), process.execPath, ...process.execArgv, maker];
      const child = spawn('taskset', [...command, source, String(bytes), String(seed)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let position = 0;
      for await (const chunk of child.stdout) {
        if (!Buffer.isBuffer(chunk)) throw new TypeError('a pipe gave something else than bytes');
        const wanted = chunk.subarray(Math.max(0, from - position));
        position += chunk.length;
        if (wanted.length > 0) yield wanted;
      }
      if (position < bytes) throw new Error(`the stream ended at ${position} of ${bytes} bytes`);
    },
  };
}

/** Our own parent wrote the argument. */
const subject: Subject = JSON.parse(process.argv[2] ?? '');
if (subject.kind === 'scan' && typeof subject.pack === 'number' && !existsSync(SIGMAHQ)) {
  throw new Error('../shared is absent; the parent leaves these rows out');
}
const isCold = subject.kind === 'scan' && subject.isCold === true;
await serve(await workOf(subject), { isCold });
