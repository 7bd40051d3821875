// Prices and measured figures → docs/cost.md.

import { type CostData, type CostSource, figureOf, priceOf } from './figures.ts';
import {
  bytesPerSecond,
  computeUsd,
  parsedBytesPerSecond,
  findingsUsd,
  monthlyTerms,
  objectsOf,
  objectsUsd,
  objectUsd,
  stateUsd,
  storedUsd,
  sum,
} from './terms.ts';

const MEGA = 1e6;

/** Sizes of objects as stored. */
const SIZES = [16e3, 64e3, 256e3, 1e6, 4e6, 16e6];
/** Of the table that adds all up. */
const USUAL_BYTES = 1e6;

/** The document. */
export function describeCost(data: CostData): string {
  return `${[head(data), perSource(data), perObject(data), perModes(data), perFindings(data), perMonth(data), priceList(data), figureList(data)].join('\n\n')}\n`;
}

function head({ priced, measuredOn }: CostData): string {
  return `# Cost

Written by \`node scripts/run.mjs scripts/gen-docs.ts\` from [prices](../scripts/cost/prices.yml) and [measured figures](../scripts/cost/measured.yml); edit those. List prices of
${priced.region}, ${priced.date}, without free tiers; figures of ${measuredOn}. **Compute is measured on a machine, not on Lambda**: a vCPU of Graviton may be slower or faster, and
\`BytesScanned\` against the duration on the dashboard shows yours. A raw TB is 10¹² bytes of logs after decompression.`;
}

function perSource(data: CostData): string {
  const rows = Object.entries(data.sources).map(([id, source]) => sourceRow(data, id, source));
  return `## A raw TB, by source

In objects of ${size(USUAL_BYTES)} as stored, compressed ${figureOf(data, 'compression')}:1 (${count(objectsOf(data, USUAL_BYTES))} objects); other sizes below. *State* is what is kept for other objects: starts that
their connections may need, connections that wait, partial matches. With \`starts\` \`segments\`, the default, it is in files ([segments](design/segments.md)): a PUT an object whatever is in it, reading and merging them, and the
writes to DynamoDB that are left. With \`table\` each start is a write. *Stored* is what these occupy until they end, at most. Where a source was not counted itself, another's units stand for it, scaled by the
length of its records.

${table(
  [
    'source',
    'MB/s',
    'compute',
    'compute, every line parsed',
    'objects',
    'state',
    'stored',
    '**all**',
    'all, by `table`',
    'state counted as of',
  ],
  rows,
)}

${perLines(data)}

What decides is the size of objects, which files of starts cost as much as all else that is done for an object. Partial matches of connections to port 445 whose program no log names, which may be a fan-out, wait in files too, and are
written to DynamoDB where a host has ten within ten minutes: a write each, $0.94 of CrowdStrike's raw TB were it all of them. [state.md](design/state.md#access-and-price) says how it is counted.`;
}

function sourceRow(data: CostData, id: string, source: CostSource): readonly string[] {
  const rate = bytesPerSecond(data, source, USUAL_BYTES);
  const compute = computeUsd(data, rate);
  const objects = objectsUsd(data, USUAL_BYTES);
  const { segments, table: items } = stateUsd(data, source, USUAL_BYTES);
  const stored = storedUsd(data, source);
  const every = source.scan && usd(computeUsd(data, parsedBytesPerSecond(data, source)));
  return [
    `\`${id}\``,
    String(Math.round(rate / MEGA)),
    usd(compute),
    every ?? 'the same',
    usd(objects),
    usd(segments),
    usd(stored.segments),
    `**${usd(compute + objects + segments + stored.segments)}**`,
    usd(compute + objects + items + stored.table),
    source.likeness === undefined ? 'its own' : `${source.state}: ${source.likeness}`,
  ];
}

/** What compute is, and is not, where the prefilter stands and where it stands aside. */
function perLines(data: CostData): string {
  const measured = Object.entries(data.sources).flatMap(([id, { scan }]) =>
    scan === undefined ? [] : [{ id, scan }],
  );
  const names = measured.map(({ id }) => `\`${id}\``).join(', ');
  const smallest = `${Math.round(figureOf(data, 'firstChunkBytes') / 1_024)} KB`;
  const ratios = measured.map(({ id, scan }) => {
    const { recordBytes = 0, recordsPerSecond = 0 } = data.sources[id] ?? {};
    const alone = parsedBytesPerSecond(data, { recordBytes, recordsPerSecond, state: '' });
    return alone / MEGA / scan.everyLineMbPerSecond;
  });
  const [least, most] = [Math.min(...ratios), Math.max(...ratios)].map((one) => one.toFixed(1));
  return `**Compute** of ${names} is that of the scan function as a whole, starts and what they match gathered and filed, over logs of 28 % connections and 11 % starts (\`npm run -s bench -- lambda\`, rows *scan function* and *every
line parsed*). There it passes over lines that no rule can match ([0139](adr/0139-lines-that-no-rule-can-match.md)), but parses every start that another object may ask for: with fewer starts it is less. It stands aside, and *every line parsed* is
what to reckon with, in objects of less than ${smallest} raw, in objects of several sources, in JSON that is not by lines, and where a rule of yours needs no kind of event and no port. Of the other sources every line is
parsed; theirs is parsing, reading and judging alone (\`npm run -s bench -- sources\`). What is kept is not in it: of those measured as a whole,
every line takes ${least} to ${most} times what such a figure says, so **reckon with twice as much where every start is kept**.`;
}

function perObject(data: CostData): string {
  const terms = Object.entries(objectUsd(data));
  const whole = sum(terms.map(([, dollars]) => dollars));
  const rows = terms
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, dollars]) => [
      what,
      usd(dollars * 1e6),
      `${Math.round((100 * dollars) / whole)} %`,
    ]);
  const state = (id: string, bytes: number) => {
    const source = data.sources[id];
    return source === undefined ? '' : usd(stateUsd(data, source, bytes).segments);
  };
  const sizes = SIZES.map((bytes) => [
    size(bytes),
    count(objectsOf(data, bytes)),
    usd(objectsUsd(data, bytes)),
    ...['sysmon', 'crowdstrike-fdr'].map((id) => state(id, bytes)),
  ]);
  return `## Objects, by size

Each object costs the same, whatever is in it. A million of them, each scanned by an invocation of its own:

${table(['for', 'USD', 'share'], [...rows, ['all', usd(whole * 1e6), '']])}

For a raw TB, compressed ${figureOf(data, 'compression')}:1:

${table(['size as stored', 'objects', 'USD', 'state of Sysmon', 'of CrowdStrike'], sizes)}

So have exporters write objects of a megabyte or more. Five that come together share an invocation; \`logLevel\` \`WARN\` saves most of the logs, and with them what the runbook reads.`;
}

function perModes(data: CostData): string {
  const million = (name: string) => usd(priceOf(data, name) * 1e6);
  const rows = [
    ['EventBridge (C)', `${million('eventBridge')} a million objects`],
    [
      'a topic that is there (D)',
      `${million('snsPublish')} a million objects, which the topic’s owner pays`,
    ],
    [
      'objects under a key of KMS, without a bucket key',
      `${million('kmsRequest')} a million objects; with one next to nothing`,
    ],
    ['a bucket in another region', `${usd(priceOf(data, 'transferRegion') * 1e3)} a TB as stored`],
    [
      'functions in a VPC without a gateway endpoint of S3 (not ours)',
      `${usd(priceOf(data, 'natGb') * 1e3)} a TB as stored`,
    ],
  ];
  return `## What else a way costs\n\n${table(['way', 'on top'], rows)}`;
}

function perFindings(data: CostData): string {
  return `## Findings

A thousand findings, with their records and their line of OCSF, alerts published: ${usd(findingsUsd(data))}. Telling them is SNS's and SQS's requests, too few to count.`;
}

function perMonth(data: CostData): string {
  const terms = monthlyTerms(data);
  const always = terms.filter(({ isAlways }) => isAlways);
  const rowsOf = (of: typeof terms) =>
    of.map(({ what, usd: dollars }) => [named(data, what), usd(dollars)]);
  const whole = sum(always.map(({ usd: dollars }) => dollars));
  return `## A month at rest

Nothing uploaded. The free tiers of an account (ten alarms, three dashboards, a million requests of SQS) are not taken off.

${table(['every deployment', 'USD a month'], [...rowsOf(always), ['**all**', `**${usd(whole)}**`]])}

${table(['besides, where it is there', 'USD a month'], rowsOf(terms.filter(({ isAlways }) => !isAlways)))}

\`trigger\` \`direct\` has no polling; \`monitoring\` \`off\` neither alarms nor dashboard. Metrics have a value only in hours in which there is something to count, and are billed by these hours. Functions, topics, buckets and the table cost nothing at rest.
Logs in the bucket cost what S3 storage costs; nothing expires them, so add a lifecycle rule when you know how long you must keep them.`;
}

/** `alarmMetrics` → its value. */
function named(data: CostData, what: string): string {
  return what.replaceAll(
    /`(\w+)` (?=metrics|of a)/g,
    (_whole, name: string) => `${figureOf(data, name)} `,
  );
}

function priceList({ prices, priced }: CostData): string {
  const rows = Object.values(prices).map(({ what, usd: dollars, per, page, basis }) => [
    what,
    exact(dollars),
    per,
    `[${basis}](${page})`,
  ]);
  return `## Prices

${priced.region}, ${priced.date}. *secondary*: as lists of others have it; *remembered*: background knowledge. Neither was held against AWS's page, which the link is to: look before you rely on it.

${table(['what', 'USD', 'a', 'source'], rows)}`;
}

function figureList({ figures }: CostData): string {
  const rows = Object.entries(figures).map(([name, { value, where, how }]) => [
    `\`${name}\``,
    value.toLocaleString('en-US'),
    where,
    how,
  ]);
  return `## Figures

*machine*: two shared x64 cores (AMD EPYC), Node 24, processor time; *emulator*: counted, the same anywhere; *template*: read from what synth writes; *assumed*: not measured. Records by source: \`npm run -s bench -- sources\`; state: \`npm run -s bench -- state\`; rates of the scan function: \`npm run -s bench -- lambda\`.

${table(['figure', 'value', 'from', 'how'], rows)}`;
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), `|${'---|'.repeat(heads.length)}`, ...rows.map(line)].join('\n');
}

function usd(dollars: number): string {
  return `$${dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** All digits of a small price, none in exponent form. */
function exact(dollars: number): string {
  return dollars.toLocaleString('en-US', { maximumFractionDigits: 12 });
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

function size(bytes: number): string {
  return bytes < 1e6 ? `${bytes / 1e3} KB` : `${bytes / 1e6} MB`;
}
