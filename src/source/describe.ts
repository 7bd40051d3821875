// The sources' tables → docs/sources.md.

import type { DerivedRow, FieldTable, SourceAdapter } from './adapter.ts';
import { listSources } from './registry.ts';

const HEAD = `# Sources

Written by \`node scripts/run.mjs scripts/gen-docs.ts\` from the tables in src/source; edit those. A record is recognised by
what stands in it. One that no source knows is counted as unrecognised, one that two claim as ambiguous; nothing is guessed.

Fields that no table names are passed through under the vendor's own names: EventData's and System's of Windows events
(\`TargetFilename\`, \`Provider_Name\`; "Threat Name" also as \`ThreatName\`), ECS names of Elastic Defend, the sensor's of
CrowdStrike, paths of LimaCharlie (\`event.…\`, of a connection the one member of the list that it is). A literal key
\`a.b\` wins over \`b\` inside \`a\`. \`SignatureStatus\` is Valid, Invalid, Unsigned or Unavailable; Unavailable is never taken
for Valid nor for Unsigned. A connection whose program is unknown (no image and not the kernel's pid 4, or
\`<unknown process>\`) is unattributed. Without a process id of the vendor's the key is \`pid:<pid>@<start>\` where the
start is known, else \`img:<image>|pid:<pid or ->\`.
`;

/** The whole of docs/sources.md. */
export function describeSources(): string {
  return `${[HEAD, ...listSources({ mapSecurityEvents: true }).map(describeSource)].join('\n')}`;
}

function describeSource(source: SourceAdapter): string {
  const { notes } = source;
  const facts = [
    ['id (`--source`)', `\`${source.id}\``],
    ['recognised by', notes.evidence],
    ['time', notes.time],
    ['host key', notes.host],
    ['process key', notes.process],
    ['event identity', notes.identity],
    ['its connections lack', LACKS[source.joins]],
  ];
  const isShared = source.id === 'windows-security' || source.id === 'windows-eventlog';
  const tables = isShared
    ? ['JSON shapes and their fields: as under Microsoft Sysmon.\n']
    : source.tables.map(describeTable);
  return [
    `## ${source.title}\n`,
    table(['', ''], facts),
    ...describeDerived(source.derived),
    ...tables,
  ].join('\n');
}

const LACKS: Readonly<Record<SourceAdapter['joins'], string>> = {
  'image+signature':
    'command line, hashes, original file name, company and signature: joined from the process start',
  signature: 'signer and verdict: joined from what is told of the file',
  commandLine: 'the command line: joined from the process start',
  none: 'nothing that a join could bring',
};

function describeDerived(derived: readonly Pick<DerivedRow<never>, 'field' | 'from'>[]): string[] {
  if (derived.length === 0) return [];
  const rows = derived.map(({ field, from }) => [`\`${field}\``, from]);
  return ['Derived:\n', table(['Sigma field', 'from'], rows)];
}

function describeTable({ form, rows, transport }: FieldTable): string {
  const fields = rows.map(({ field, paths, type }) => [
    `\`${field}\``,
    paths.map((path) => `\`${path}\``).join(', else '),
    type,
  ]);
  const left = transport.map(({ key, reason }) => [`\`${key}\``, reason]);
  return [
    `### ${form}\n`,
    table(['Sigma field', 'record', 'type'], fields),
    'Left out of the content hash, because transport adds them:\n',
    table(['key', 'what it is'], left),
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellText).join(' | ')} |`;
  const lines = [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)];
  return `${lines.join('\n')}\n`;
}

/** A bar would end the cell. */
function cellText(text: string): string {
  return text.replaceAll('|', '\\|');
}
