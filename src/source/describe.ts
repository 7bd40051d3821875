// The sources' tables → docs/sources.md.

import type { DerivedRow, FieldTable, SourceAdapter } from './adapter.ts';
import { listSources } from './registry.ts';

const HEAD = `# Sources

Written by \`node scripts/run.mjs scripts/gen-docs.ts\` from the tables in src/source; edit those. A record is recognised by
what stands in it. One that no source knows is counted as unrecognised, one that two claim as ambiguous; nothing is guessed.

Fields that no table names are passed through under the vendor's own names: EventData's and System's of Windows events
(\`TargetFilename\`, \`Provider_Name\`; "Threat Name" also as \`ThreatName\`), ECS names of Elastic Defend, the sensor's of
CrowdStrike, members of Defender's AdditionalFields, paths of LimaCharlie (\`event.…\`, of a connection the one member of the list that it is). A literal key
\`a.b\` wins over \`b\` inside \`a\`. \`SignatureStatus\` is Valid, Invalid, Unsigned or Unavailable; Unavailable is never taken
for Valid nor for Unsigned. A connection whose program is unknown (no image and not the kernel's pid 4, or
\`<unknown process>\`) is unattributed; every connection has that as the field \`Attributed\`, \`true\` or \`false\`. Without a
process id of the vendor's the key is \`pid:<pid>@<start>\` where the start is known, else \`img:<image>|pid:<pid or ->\`.
`;

/** A shipped rule, and what `rules coverage` says of it on each source. */
export interface RuleFeed {
  readonly title: string;
  readonly sources: readonly SourceFeed[];
}

/** A rule on the events of a source. */
export interface SourceFeed {
  readonly source: string;
  readonly verdict: 'can-fire' | 'never' | 'other-logsource';
  /** Fields of the rule that neither the source's events of that kind have, nor a join brings. */
  readonly lacks: readonly string[];
  /** Those that only a join brings. */
  readonly joined: readonly string[];
  /** Those of them without which it cannot fire. */
  readonly needsJoin: readonly string[];
}

/** The whole of docs/sources.md. `feeds` are the shipped rules. */
export function describeSources(feeds: readonly RuleFeed[]): string {
  const sources = listSources({ mapSecurityEvents: true });
  return [HEAD, describeFeeds(sources, feeds), ...sources.map(describeSource)].join('\n');
}

const FEEDS_HEAD = `## What the shipped rules get

*joined* is not on the connection: the process start brings it, or what is told of the file, in one scan or in another
object of the bucket. *missing* is nowhere. – is another logsource. The last column says what the log is to hold, and
where a rule stays silent all the same. Which tests of a rule need a field: \`rules coverage\`, \`explain\`.
`;

function describeFeeds(sources: readonly SourceAdapter[], feeds: readonly RuleFeed[]): string {
  const head = ['source', ...feeds.map(({ title }) => title), 'switch on'];
  const rows = sources.map((source) => {
    const cells = feeds.map((feed) => feedText(source, feed));
    return [`\`${source.id}\``, ...cells, source.notes.logging];
  });
  return `${FEEDS_HEAD}\n${table(head, rows)}`;
}

function feedText(source: SourceAdapter, { sources }: RuleFeed): string {
  const feed = sources.find((one) => one.source === source.id);
  if (feed === undefined || feed.verdict === 'other-logsource') return '–';
  const { joined, lacks, needsJoin, verdict } = feed;
  const fires = needsJoin.length > 0 ? 'after the join' : 'yes';
  return [
    verdict === 'never' ? 'never' : fires,
    ...(joined.length > 0 ? [`joined: ${joined.join(', ')}`] : []),
    ...(lacks.length > 0 ? [`missing: ${lacks.join(', ')}`] : []),
  ].join('; ');
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
    ['switch on', notes.logging],
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
