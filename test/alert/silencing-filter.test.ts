// The filter that an alert proposes: it loads, and lets off this program on this host, and nothing else.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { toFilterTarget } from '../../src/alert/index.ts';
import { silencingFilter } from '../../src/alert/render/silencing-filter.ts';
import { yamlText } from '../../src/model/index.ts';
import type { Alert, Finding, JsonObject } from '../../src/model/index.ts';
import { compileRuleset, createEventReader } from '../../src/sigma/index.ts';
import { check } from '../support/check.ts';
import { HOSTILE_TEXTS, hostileText } from '../support/hostile.ts';
import { alertOf, findingsOf, findingsOfCase } from './alerts.ts';
import { aFinding, aFanOut } from './builders.ts';

const NOW_MS = Date.UTC(2026, 10, 20, 10, 30);
const RULES = fileURLToPath(new URL('../../rules', import.meta.url));

const RULE = {
  path: 'r.yml',
  text: `title: T
id: a1874aa0-0b00-4515-ad76-0779bfb72335
level: low
logsource: { category: network_connection, product: windows }
detection:
  s: { DestinationPort: 445 }
  condition: s
`,
};

/** Arguments with which a scan has this filter beside the shipped rules, while `use` runs. */
async function withFilter<T>(text: string, use: (args: readonly string[]) => Promise<T>) {
  const folder = mkdtempSync(join(tmpdir(), 'filter-'));
  try {
    writeFileSync(join(folder, 'filter.yml'), text);
    return await use(['--rules', RULES, '--rules', folder]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function filterOf(finding: Finding, parts: Partial<Alert> = {}): string {
  const text = silencingFilter(alertOf([finding], parts), NOW_MS);
  assert.ok(text !== undefined, finding.id);
  return text;
}

const gist = ({ id, count }: Finding) => `${id} ${count}`;

const SCANS = [
  ['events/elastic-defend', (args: readonly string[] = []) => findingsOf('elastic-defend', args)],
  [
    'a scan that Sysmon saw',
    (args: readonly string[] = []) =>
      findingsOfCase(
        'correlation/correlation_win_smb_fan_out.test.yml',
        'fires for 12 hosts in 99 s',
        args,
      ),
  ],
  [
    'connections without a program',
    (args: readonly string[] = []) =>
      findingsOfCase(
        'correlation/correlation_smb_unattributed_fan_out.test.yml',
        'fires for 10 hosts in 90 s',
        args,
      ),
  ],
] as const;

for (const [what, scan] of SCANS) {
  it(`lets off each finding of ${what}, and no other`, async () => {
    const all = await scan();
    assert.ok(all.length > 0);
    for (const finding of all) {
      const left = await withFilter(filterOf(finding), scan);
      const others = all.filter(({ id }) => id !== finding.id);
      assert.deepEqual(left.map(gist).toSorted(), others.map(gist).toSorted(), finding.rule.title);
    }
  });
}

const EVENT: JsonObject = {
  DestinationPort: 445,
  Computer: 'ws-17.example.com',
  Image: 'C:\\Tools\\scan.exe',
  CommandLine: 'scan.exe --all',
  SignatureStatus: 'Unsigned',
  Hashes: `MD5=${'1'.repeat(32)},SHA256=${'2'.repeat(64)}`,
};
const HASHED = aFinding({
  process: {
    image: 'C:\\Tools\\scan.exe',
    commandLine: 'scan.exe --all',
    signatureStatus: 'Unsigned',
    hashes: { md5: '1'.repeat(32), sha256: '2'.repeat(64) },
  },
});

/** The one filter of the rule, loaded by the compiler. */
function load(text: string) {
  const { rules, diagnostics } = compileRuleset([RULE, { path: 'f.yml', text }]);
  assert.deepEqual(
    diagnostics.filter(({ severity }) => severity === 'error'),
    [],
    text,
  );
  const [filter] = rules[0]?.filters ?? [];
  assert.ok(filter !== undefined, text);
  return filter;
}

describe('the filter of an unsigned program', () => {
  it('keeps what differs in host, path, command line, signature or hash', () => {
    const filter = load(filterOf(HASHED));
    assert.equal(filter.keeps(createEventReader(EVENT)), false);
    for (const change of [
      { Computer: 'ws-18.example.com' },
      { Image: 'C:\\Tools\\other.exe' },
      { Image: 'C:\\Tools\\scan.exe.exe' },
      { CommandLine: 'scan.exe --all --really' },
      { SignatureStatus: 'Invalid' },
      { Hashes: `SHA256=${'3'.repeat(64)}` },
      { Hashes: null },
      { Computer: null },
    ]) {
      const event = createEventReader({ ...EVENT, ...change });
      assert.equal(filter.keeps(event), true, JSON.stringify(change));
    }
  });

  it('has an id of its own that stays, and an end a month away by the event or by now', () => {
    const text = filterOf(HASHED);
    assert.equal(text, filterOf(HASHED));
    assert.match(text, /^id: '[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}'$/m);
    assert.match(text, /^expires: 2026-12-20 /m);
    const { diagnostics } = compileRuleset([RULE, { path: 'f.yml', text }], { lints: 'all' });
    const found = diagnostics.filter(({ position }) => position.path === 'f.yml');
    assert.deepEqual(
      found.map(({ code }) => code),
      ['LINT_FILTER_UNFILLED', 'LINT_FILTER_UNFILLED'],
    );
  });
});

it('of a signed program keeps another signer, and lets off a new version', () => {
  const process = {
    image: 'C:\\Tools\\scan.exe',
    signatureStatus: 'Valid',
    signature: 'Example Ltd',
  };
  const filter = load(filterOf(aFinding({ process })));
  const event = {
    ...EVENT,
    SignatureStatus: 'Valid',
    Signature: 'Example Ltd',
    Hashes: 'SHA256=00',
  };
  assert.equal(filter.keeps(createEventReader(event)), false);
  assert.equal(filter.keeps(createEventReader({ ...event, Signature: 'Other Ltd' })), true);
  assert.equal(filter.keeps(createEventReader({ ...event, SignatureStatus: 'Invalid' })), true);
});

const NONE: readonly (readonly [string, Partial<Finding>])[] = [
  ['whose log names no program', { process: {} }],
  ['whose program was cut', { process: { image: `C:\\${'x'.repeat(600)}.exe` } }],
  ['whose program held a secret', { process: { image: 'C:\\a --token=‹redacted:token›' } }],
  ['whose command line held a secret', { process: { image: 'x', commandLine: 'x --password=y' } }],
  ['whose signer was cut', { process: { image: 'x', signature: 'y'.repeat(600) } }],
  ['whose hash is none', { process: { image: 'x', hashes: { sha256: "'\n" } } }],
  ['of events that share no host', aFanOut({ groupBy: [{ name: 'User', value: 'al' }] })],
  [
    'of a host and a user, where programs differ',
    aFanOut({
      groupBy: [
        { name: 'Computer', value: 'a' },
        { name: 'User', value: 'al' },
      ],
    }),
  ],
];
for (const [what, parts] of NONE) {
  it(`is none for a finding ${what}: it would be too wide, or let off nothing`, () => {
    const { rule } = aFinding();
    assert.equal(silencingFilter(alertOf([aFinding({ ...parts, rule })]), NOW_MS), undefined);
  });
}

it('is none for a finding whose log names no host', () => {
  const { host: _host, ...finding } = HASHED;
  assert.equal(silencingFilter(alertOf([finding]), NOW_MS), undefined);
});

it('means the texts of the event, whatever they are', () => {
  const text = fc
    .oneof(hostileText, fc.constantFrom(...HOSTILE_TEXTS), fc.string())
    .filter((one) => one !== '' && one.length < 400 && !/‹redacted:|…$/.test(one));
  check(
    fc.property(text, text, text, (host, image, signer) => {
      const process = { image, signatureStatus: 'Valid', signature: signer };
      const filter = load(filterOf(aFinding({ host, process })));
      const event = { Computer: host, Image: image, SignatureStatus: 'Valid', Signature: signer };
      assert.equal(filter.keeps(createEventReader(event)), false, yamlText(image));
      assert.equal(filter.keeps(createEventReader({ ...event, Image: `${image}x` })), true);
    }),
    100,
  );
});

describe('the target of a filter', () => {
  const rules = [
    { id: 'a', logsource: { category: 'process_creation', product: 'windows' } },
    { id: 'b', logsource: { category: 'network_connection', product: 'Windows' } },
    { id: 'c', logsource: { category: 'dns' } },
  ];
  const correlations = [
    { id: 'ab', rules: ['a', 'b'] },
    { id: 'abc', rules: ['ab', 'c'] },
    { id: 'abb', rules: ['ab', 'b'] },
    { id: 'loop', rules: ['loop'] },
  ];
  const loaded = { rules, correlations };

  it('is the rule itself', () => {
    assert.deepEqual(toFilterTarget('c', loaded), { rules: ['c'], logsource: { category: 'dns' } });
  });

  it('is of a correlation what its rules have in common, of all levels, each once', () => {
    const target = { rules: ['a', 'b'], logsource: { product: 'windows' } };
    assert.deepEqual(toFilterTarget('ab', loaded), target);
    assert.deepEqual(toFilterTarget('abb', loaded), target);
  });

  it('is none where nothing is in common, or a rule is not loaded', () => {
    assert.equal(toFilterTarget('abc', loaded), undefined);
    assert.equal(toFilterTarget('unheard', loaded), undefined);
    assert.equal(toFilterTarget('loop', loaded), undefined);
  });
});
