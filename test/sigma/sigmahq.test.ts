// SigmaHQ's rules, where they are at hand, read and compiled once: all load, the linter has little to say of them, and the
// index of witnesses hides none that matches.

import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { isJsonObject } from '../../src/model/index.ts';
import { createRouting, judgeEvent } from '../../src/pipeline/index.ts';
import {
  type CompiledRuleset,
  compileRuleset,
  emitModuleFile,
  loadRuleset,
  type RuleFile,
} from '../../src/sigma/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { NEEDS_SHARED, readRows } from '../support/shared-folder.ts';

function readSigmaHq(): readonly RuleFile[] {
  return readRows('conformance/sigmahq_rules.jsonl.gz').map(({ path, rule }) => ({
    path: String(path),
    text: String(rule),
  }));
}

describe("SigmaHQ's rules", () => {
  let files: readonly RuleFile[] = [];
  let compiled: CompiledRuleset;
  before(() => {
    if (NEEDS_SHARED.skip === false) files = readSigmaHq();
    compiled = compileRuleset(files, { lints: 'all' });
  });

  it('load, but for 25 that lack the values of placeholders', NEEDS_SHARED, () => {
    assert.equal(compiled.documents, 3_780);
    assert.equal(compiled.ruleDocuments, files.length);
    assert.equal(compiled.units.length, 3_755);
    const errors = compiled.diagnostics.filter(({ severity }) => severity === 'error');
    assert.deepEqual(new Set(errors.map(({ code }) => code)), new Set(['SIGMA_PLACEHOLDER']));
    assert.equal(new Set(errors.map(({ position }) => position.path)).size, 25);
    assert.equal(compiled.needsPlaceholders.length, 25);
    assert.match(emitModuleFile(compiled.units, [], 'r', 'd'), /^[\x20-\x7e\n]*$/);
  });

  it('load all once every placeholder that was asked for has a value', NEEDS_SHARED, () => {
    const asked = compiled.diagnostics.map(({ message }) => /%([^%]+)%/.exec(message)?.[1]);
    const names = compiled.needsPlaceholders.flatMap((one) => one.names);
    const lacking = new Set(compiled.diagnostics.map(({ position }) => position.path));
    const rest = files.filter(({ path }) => lacking.has(path));
    for (const [those, values] of [
      [asked, ['a', 'b*']],
      [names, ['10.0.0.0/8']],
    ] as const) {
      const placeholders = new Map(those.map((name) => [String(name), values]));
      const completed = loadRuleset(rest, { placeholders });
      assert.deepEqual(completed.diagnostics, []);
      assert.equal(completed.units.length, rest.length);
    }
  });

  it('have one dead branch, and nothing else that the linter tells of', NEEDS_SHARED, () => {
    const lints = compiled.diagnostics.filter(({ code }) => code !== 'SIGMA_PLACEHOLDER');
    // Its Image is to end with "/sh" and with "-c"; the second was meant of CommandLine.
    assert.deepEqual(
      lints.map(({ code, position }) => `${code} ${position.path.split('/').at(-1)}`),
      [
        'LINT_UNREACHABLE proc_creation_lnx_exploit_cve_2025_55182_susp_nodejs_server_child_process.yml',
      ],
    );
  });

  it('are found by their witnesses at every match, and few are left to run', NEEDS_SHARED, () => {
    const routing = createRouting(compiled.rules);
    const registry = createRegistry();
    let ran = 0;
    let routed = 0;
    for (const { raw_event: record } of readRows('conformance/sigmahq_regression.jsonl')) {
      if (!isJsonObject(record)) continue;
      const reading = registry.read(record);
      if (reading.kind !== 'events') continue;
      for (const event of reading.events) {
        const all = routing.rulesFor(event);
        const expected = all.filter(({ rule }) => rule.matches(event)).map(({ rule }) => rule.id);
        const found = judgeEvent(routing, event).map(({ rule }) => rule.id);
        assert.deepEqual(found, expected);
        ran += routing.candidatesFor(event).length;
        routed += all.length;
      }
    }
    assert.ok(ran * 20 < routed, `ran ${ran} of ${routed}`);
  });
});
