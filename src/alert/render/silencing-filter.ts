// An alert → the text of a Sigma filter that would let off just this program on just this host.

import {
  type Alert,
  filterDocument,
  type Finding,
  proposedEnd,
  sigmaText,
  yamlText,
} from '../../model/index.ts';
import { redactText } from '../../redact/index.ts';

/** Longer texts are no habit that somebody would let off by name, and may have been cut on their way here. */
const MAX_TEXT = 500;

/** What redaction and cutting leave behind: a text with it is not the log's own, and a filter by it lets off nothing. */
const NOT_AS_LOGGED = /‹redacted:|…$/u;

/** Hashes by which a file is known, the strongest first. */
const ALGORITHMS = ['sha256', 'sha1', 'md5'] as const;

/**
 * The filter: the lead's rule, its host, the program's path and command line, and what says that it is that file: the
 * valid signer, else the hash. Undefined where the log does not tell these apart from others: then nothing short of reading the
 * record makes a filter that is not too wide.
 */
export function silencingFilter(alert: Alert, nowMs: number): string | undefined {
  const { lead, filterTarget } = alert;
  if (filterTarget === undefined) return undefined;
  const selection = selectionLines(lead);
  if (selection === undefined) return undefined;
  const eventMs = Date.parse(lead.lastTime ?? lead.time ?? '');
  return filterDocument({
    id: filterId(lead.id),
    title: lead.rule.title,
    expires: proposedEnd(nowMs, Number.isFinite(eventMs) ? eventMs : undefined),
    logsource: filterTarget.logsource,
    rules: filterTarget.rules,
    selection,
  });
}

/** What a filter lets off: this file on this host; whatever lies at its path there; whatever the rule finds on the host. */
export type FilterBreadth = 'file' | 'path' | 'host';

/** How wide the alert's filter is. Logs of connections alone name neither signer nor hash. */
export function filterBreadth({ lead }: Alert): FilterBreadth {
  if (subjectOf(lead) === 'host') return 'host';
  const lines = fileLines(lead) ?? [];
  return lines.some((line) => /^ +(?:Signature|Hashes\|contains):/.test(line)) ? 'file' : 'path';
}

function selectionLines(lead: Finding): readonly string[] | undefined {
  const subject = subjectOf(lead);
  const host = asLogged(lead.host);
  if (subject === undefined || host === undefined) return undefined;
  const where = `    Computer: ${yamlText(sigmaText(host))}`;
  if (subject === 'host') return [where];
  const image = asLogged(lead.process.image);
  const command = commandLines(lead);
  const file = fileLines(lead);
  if (image === undefined || command === undefined || file === undefined) return undefined;
  return [where, `    Image: ${yamlText(sigmaText(image))}`, ...command, ...file];
}

/** What the finding is about; undefined for a correlation whose events have neither in common. */
function subjectOf({ correlation }: Finding): 'host' | 'program' | undefined {
  if (correlation === undefined) return 'program';
  const names = correlation.groupBy.map(({ name }) => name);
  if (!names.includes('Computer')) return undefined;
  if (names.includes('ProcessGuid')) return 'program';
  return names.length === 1 ? 'host' : undefined;
}

/**
 * A shell is known by what it was told: without that a filter would let off whatever it does next. Findings show
 * texts trimmed, and Windows ends the command line of a program without arguments in a blank.
 */
function commandLines({ process }: Finding): readonly string[] | undefined {
  if (process.commandLine === undefined) return [];
  const command = asLogged(process.commandLine);
  if (command === undefined) return undefined;
  const values = [command, `${command} `].map((text) => `      - ${yamlText(sigmaText(text))}`);
  return ['    CommandLine:', ...values];
}

/** What the log says of the file; undefined where it says it in words that did not come through whole. */
function fileLines({ process }: Finding): readonly string[] | undefined {
  const { signature, signatureStatus, hashes = {} } = process;
  const status = asLogged(signatureStatus);
  const signer = asLogged(signature);
  if ((signatureStatus ?? status) !== status || (signature ?? signer) !== signer) return undefined;
  const stated =
    status === undefined ? [] : [`    SignatureStatus: ${yamlText(sigmaText(status))}`];
  if (status?.toLowerCase() === 'valid' && signer !== undefined) {
    return [...stated, `    Signature: ${yamlText(sigmaText(signer))}`];
  }
  const algorithm = ALGORITHMS.find((name) => Object.hasOwn(hashes, name));
  const hash = algorithm === undefined ? undefined : hashes[algorithm];
  if (algorithm === undefined || hash === undefined) return stated;
  if (!/^[0-9a-f]{8,128}$/i.test(hash)) return undefined;
  return [...stated, `    Hashes|contains: '${algorithm.toUpperCase()}=${hash}'`];
}

function asLogged(text: string | undefined): string | undefined {
  if (text === undefined || text === '' || text.length > MAX_TEXT) return undefined;
  return NOT_AS_LOGGED.test(text) || redactText(text) !== text ? undefined : text;
}

const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * The finding's id as a UUID of version 8, whose bits are one's own: the same alert always proposes the same filter,
 * and one that was pasted twice is told to be a duplicate.
 * @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8
 */
function filterId(findingId: string): string {
  const bits = [...findingId.slice('f1_'.length)]
    .map((character) => Math.max(0, BASE64URL.indexOf(character)).toString(2).padStart(6, '0'))
    .join('')
    .padEnd(128, '0');
  const hex = (from: number, to: number) =>
    BigInt(`0b${bits.slice(from, to)}`)
      .toString(16)
      .padStart((to - from) / 4, '0');
  return `${hex(0, 32)}-${hex(32, 48)}-8${hex(48, 60)}-a${hex(60, 72)}-${hex(72, 120)}`;
}
