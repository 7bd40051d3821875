// Whatever a finding holds becomes a Detection Finding that its class accepts, with nothing lost and no secret in it.

import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  type FindingRevision,
  type RevisionKind,
  toDetectionFinding,
} from '../../src/archive/index.ts';
import type { Finding } from '../../src/model/index.ts';
import { redactFinding } from '../../src/redact/index.ts';
import { aFinding, hostileFinding } from '../alert/builders.ts';
import { runHere } from '../cli/run-here.ts';
import { ocsfFaults } from './ocsf-faults.ts';
import { runs } from '../support/runs.ts';

const CONTEXT = { productVersion: '0.1.0' };
const KINDS: readonly RevisionKind[] = ['opened', 'updated', 'confirmed', 'withdrawn', 'closed'];
const RULE = {
  description: 'Why',
  references: ['https://example.com'],
  falsepositives: ['none'],
  guide: { triage: ['t'], respond: ['r'], harden: ['h'], logging: ['l'] },
};

function revisionOf(finding: Finding, kind: RevisionKind = 'opened'): FindingRevision {
  return { finding, number: 1, kind, createdMs: 1_000, timeMs: 2_000 };
}

/** Texts and numbers anywhere in a value. */
function leaves(value: unknown): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [value];
  return Object.values(value).flatMap(leaves);
}

/** Findings of the records that the shipped rules' own tests expect to match, and the ids of those rules. */
async function shippedFindings() {
  const folder = mkdtempSync(join(tmpdir(), 'ocsf-'));
  try {
    const suites = globSync('rules/**/*.test.yml').map((path) => ({
      dir: dirname(path),
      suite: parse(readFileSync(path, 'utf8'), { merge: true, maxAliasCount: -1 }),
    }));
    const records = suites.flatMap(({ suite }) =>
      suite.cases
        .filter(({ expect }: { expect: string }) => expect === 'match')
        .flatMap((one: { record?: unknown; records?: unknown[] }) => one.records ?? [one.record]),
    );
    const file = join(folder, 'records.ndjson');
    writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    const { stdout } = await runHere(['scan', '--format', 'ndjson', file]);
    // A correlation's file holds the rule it counts too, which reports nothing itself.
    const rules = suites.map(({ dir, suite }) =>
      [...readFileSync(join(dir, suite.rule), 'utf8').matchAll(/^id: (\S+)$/gm)].map(
        ([, id]) => id,
      ),
    );
    const findings: readonly Finding[] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    return { findings, rules };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('a finding as OCSF 2004', () => {
  it('has what the class and its objects require, for every rule that is shipped', async () => {
    const { findings, rules } = await shippedFindings();
    const found = new Set(findings.map(({ rule }) => rule.id));
    assert.deepEqual(
      rules.filter((ids) => !ids.some((id) => found.has(id ?? ''))),
      [],
    );
    assert.ok(findings.some(({ correlation }) => correlation !== undefined));
    for (const finding of findings) {
      for (const kind of KINDS) {
        const event = toDetectionFinding(revisionOf(finding, kind), { ...CONTEXT, rule: RULE });
        assert.deepEqual(ocsfFaults(event), []);
      }
    }
  });

  it('has it whatever the finding holds, and loses nothing of it', () => {
    fc.assert(
      fc.property(hostileFinding, fc.constantFrom(...KINDS), (finding, kind) => {
        const event = toDetectionFinding(revisionOf(finding, kind), CONTEXT);
        assert.deepEqual(ocsfFaults(event), []);
        const known = new Set(leaves(event));
        const { time, firstTime, lastTime, ...others } = redactFinding(finding);
        const said = leaves(JSON.parse(JSON.stringify(others)));
        const isKnown = (leaf: unknown) =>
          leaf === '' ||
          known.has(leaf) ||
          known.has(String(leaf).toLowerCase()) ||
          isEnumerated(leaf) ||
          known.has(Date.parse(String(leaf)));
        assert.deepEqual(
          said.filter((leaf) => !isKnown(leaf)),
          [],
        );
        for (const at of [firstTime, lastTime]) {
          assert.ok(at === undefined || known.has(Date.parse(at)));
        }
        assert.ok(time === undefined || known.has(time));
      }),
      { numRuns: runs(60) },
    );
  });

  it('says each revision in the words of OCSF', () => {
    const said = KINDS.map((kind) => {
      const event = toDetectionFinding(revisionOf(aFinding(), kind), CONTEXT);
      return [event['activity_name'], event['type_uid'], event['status'], event['is_alert']];
    });
    assert.deepEqual(said, [
      ['Create', 200_401, 'New', true],
      ['Update', 200_402, 'New', true],
      ['Update', 200_402, 'New', true],
      ['Close', 200_403, 'Withdrawn', false],
      ['Close', 200_403, 'Resolved', false],
    ]);
  });

  it('names tactic, technique and sub-technique of the tags', () => {
    const attacks = (...tags: readonly string[]) => {
      const finding = aFinding({ rule: { ...aFinding().rule, tags } });
      const event = toDetectionFinding(revisionOf(finding), CONTEXT);
      return JSON.parse(JSON.stringify(event['finding_info']))['attacks'];
    };
    const lateral = { uid: 'TA0008', name: 'Lateral Movement' };
    assert.deepEqual(attacks('attack.lateral_movement', 'attack.t1021.002', 'cve.2020-0796'), [
      { tactic: lateral, technique: { uid: 'T1021' }, sub_technique: { uid: 'T1021.002' } },
    ]);
    assert.deepEqual(attacks('attack.lateral-movement', 'attack.execution', 'attack.T1047'), [
      { technique: { uid: 'T1047' } },
      { tactic: lateral },
      { tactic: { uid: 'TA0002', name: 'Execution' } },
    ]);
    assert.equal(attacks('detection.dfir'), undefined);
  });

  it('holds no secret that the finding holds', () => {
    const secret = `Hunter${'2!'}x`;
    const commandLine = `psexec \\\\ws-17 -u al -p ${secret} cmd`;
    const finding = aFinding({ process: { commandLine, pid: 1, parent: { commandLine } } });
    assert.ok(!JSON.stringify(toDetectionFinding(revisionOf(finding), CONTEXT)).includes(secret));
  });

  it('never takes a signature that was not recorded for one that is there or missing', () => {
    const files = ['Valid', 'Unsigned', 'Unavailable', undefined].map((signatureStatus) => {
      const process = { image: 'C:\\a.exe', pid: 1, ...(signatureStatus && { signatureStatus }) };
      return JSON.stringify(toDetectionFinding(revisionOf(aFinding({ process })), CONTEXT));
    });
    const states = files.map((json) => /"signature":\{[^}]*"state":"(\w+)"/.exec(json)?.[1]);
    assert.deepEqual(states, ['Valid', 'Unsigned', undefined, undefined]);
    const numbers = files.map((json) => /"state_id":(\d+)/.exec(json)?.[1]);
    assert.deepEqual(numbers, ['1', undefined, undefined, undefined]);
  });

  it('refuses in its table what is no such event', () => {
    const event = toDetectionFinding(revisionOf(aFinding()), CONTEXT);
    assert.notDeepEqual(ocsfFaults({ ...event, severity_id: 17 }), []);
    assert.notDeepEqual(ocsfFaults({ ...event, finding_info: {} }), []);
    assert.notDeepEqual(ocsfFaults({ ...event, time: '2026' }), []);
    assert.notDeepEqual(ocsfFaults({ ...event, extra: 1 }), []);
    assert.notDeepEqual(ocsfFaults({ ...event, evidences: [{ name: 'x' }] }), []);
  });
});

/** Levels, and directions: said by OCSF's own numbers. */
function isEnumerated(leaf: unknown): boolean {
  const levels = ['informational', 'low', 'medium', 'high', 'critical'];
  return typeof leaf === 'boolean' || leaf === null || levels.includes(String(leaf));
}
