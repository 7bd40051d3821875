// Rule units → judges, one set for each way of running a rule: interpreted, compiled here, compiled to a bundled module.

import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { CompiledRule, FieldReader } from '../../src/model/index.ts';
import { interpret } from '../../src/runtime/index.ts';
import { compileNow, emitModuleFile, type RuleUnit } from '../../src/sigma/index.ts';

const REPOSITORY = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Says of an event whether a rule matches it and its filters keep the match. */
export type Judge = (event: FieldReader) => boolean;

/** The three ways, in the order of {@link judgesOf}. */
export const ENGINES = ['interpreted', 'compiled', 'bundled'] as const;

/** One judge for each unit, for each engine by name. */
export type Judges = Readonly<Record<(typeof ENGINES)[number], readonly Judge[]>>;

/** Builds all judges of the units. */
export async function judgesOf(units: readonly RuleUnit[]): Promise<Judges> {
  return {
    interpreted: units.map(interpretUnit),
    compiled: compileNow(units).map(judgeOf),
    bundled: (await bundleRules(units)).map(judgeOf),
  };
}

/** The verdicts of all engines on an event for the unit at `index`. */
export function verdicts(judges: Judges, index: number, event: FieldReader): readonly boolean[] {
  return ENGINES.map((engine) => {
    const judge = judges[engine][index];
    assert.ok(judge !== undefined, `${engine} has no rule ${index}`);
    return judge(event);
  });
}

/** A unit as the interpreter reads it. */
export function interpretUnit({ expr, filters }: RuleUnit): Judge {
  return (event) =>
    interpret(expr, event) && filters.every((filter) => interpret(filter.expr, event));
}

function judgeOf(rule: CompiledRule): Judge {
  return (event) => rule.matches(event) && rule.filters.every((filter) => filter.keeps(event));
}

/** The rules of a module file that was emitted, bundled as scripts/build-rules.ts does, and imported. */
export async function bundleRules(units: readonly RuleUnit[]): Promise<readonly CompiledRule[]> {
  const text = emitModuleFile(units, [], join(REPOSITORY, 'src/runtime/index.ts'), 'a digest');
  const { outputFiles } = await build({
    stdin: { contents: text, resolveDir: REPOSITORY, sourcefile: 'ruleset.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    write: false,
    logLevel: 'warning',
  });
  // No file: of one at a new place each time, Node's compile cache would keep every one.
  const base64 = Buffer.from(outputFiles[0]?.contents ?? '').toString('base64');
  const module: { rules: readonly CompiledRule[]; digest: string } = await import(
    `data:text/javascript;base64,${base64}`
  );
  assert.equal(module.digest, 'a digest');
  assert.equal(module.rules.length, units.length);
  return module.rules;
}
