// A finding → its headline, and the paragraph that somebody reads who has just been woken up.

import type { Finding, Origin, RuleGuide } from '../model/index.ts';
import { signatureWords, unknownWords } from './certainty.ts';
import { correlationWords, groupWords } from './correlation-words.ts';
import { shown } from './safe-text.ts';
import {
  addressWords,
  awaitedWords,
  countWords,
  destinationWords,
  hostWords,
  joinedWords,
  pathWords,
  programWords,
  secondOf,
  timeWords,
  userWords,
} from './words.ts';

const MAX_RULE_TITLE = 120;
const MAX_STEP = 300;
const MAX_COMMAND_LINE = 200;
const MAX_SUBJECT = 160;
const MAX_GROUP = 300;
const MAX_TEXT = 2_000;

/** `[HIGH] Detect …: scan.exe on ws-17`. A replay and a test say so first. One line, at most 320 characters. */
export function toTitle(finding: Finding, origin: Origin): string {
  const mark = origin === 'live' ? '' : `[${origin.toUpperCase()}] `;
  const rule = shown(finding.rule.title, MAX_RULE_TITLE);
  const level = finding.rule.level.toUpperCase();
  return `${mark}[${level}] ${rule}: ${subject(finding)}`;
}

/** Who did it. A correlation's events have in common what they are grouped by, and no more need be the same. */
export function subject(finding: Finding): string {
  const { correlation } = finding;
  const program = `${programWords(finding)} on ${hostWords(finding)}`;
  if (correlation === undefined) return program;
  const names = correlation.groupBy.map(({ name }) => name);
  if (!names.includes('Computer')) {
    return shown(groupWords(correlation) ?? 'events of all hosts together', MAX_SUBJECT);
  }
  return names.includes('ProcessGuid') ? program : `programs on ${hostWords(finding)}`;
}

/**
 * What, where, who, how sure, what to do first. One line of plain text, at most 2,000 characters. The command
 * line comes last: it is the sender's own words, and nothing behind it can be mistaken for ours.
 */
export function toText(finding: Finding, guide: RuleGuide | undefined): string {
  const sentences = [
    ...deedSentences(finding),
    programSentence(finding),
    `How sure: level ${finding.rule.level}; ${signatureWords(finding)}`,
    prefixed('Taken from another event of the process: ', joinedWords(finding)),
    prefixed('Judged without what other events did not tell in time: ', awaitedWords(finding)),
    prefixed('Not recorded: ', unknownWords(finding)),
    prefixed('Do first: ', guide?.triage[0], MAX_STEP),
    prefixed('Command line: ', finding.process.commandLine, MAX_COMMAND_LINE),
  ];
  const ended = sentences.flatMap((one) => (one === undefined ? [] : endSentence(one)));
  return shown(ended.join(' '), MAX_TEXT);
}

function deedSentences(finding: Finding): readonly (string | undefined)[] {
  const { correlation, isCountExact } = finding;
  const did = `${programWords(finding)} on ${hostWords(finding)} ${deed(finding)}`;
  if (correlation === undefined) {
    return [`${did}, ${countWords(finding)}, ${timeWords(finding)}, ${userWords(finding)}`];
  }
  const { windowEnd } = correlation;
  const counted = correlationWords(correlation, { isExact: isCountExact });
  const end = windowEnd === undefined ? '' : `, up to ${secondOf(windowEnd)} UTC`;
  return [
    `${subject(finding)}: ${counted}${end}`,
    prefixed('All have the same ', groupWords(correlation), MAX_GROUP),
    `Events in such windows: ${countOf(finding)}, ${timeWords(finding)}`,
    `The first: ${did}, ${userWords(finding)}`,
  ];
}

function countOf({ count, isCountExact }: Finding): string {
  return isCountExact ? String(count) : `at least ${count}`;
}

function deed(finding: Finding): string {
  const { network, process } = finding;
  const destination = destinationWords(finding);
  if (destination === undefined) return process.startTime === undefined ? 'was seen' : 'started';
  if (network.initiated !== false) return `connected to ${destination}`;
  const { sourceIp, sourcePort } = network;
  const peer = sourceIp === undefined ? 'an unknown peer' : addressWords(sourceIp, sourcePort);
  return `was connected to by ${peer} at ${destination}`;
}

function programSentence({ process }: Finding): string | undefined {
  const { image, pid, parent } = process;
  if (image === undefined) return undefined;
  const number = pid === undefined ? '' : ` (pid ${pid})`;
  const starter = parent?.image === undefined ? '' : `, started by ${pathWords(parent.image)}`;
  return `Program: ${pathWords(image)}${number}${starter}`;
}

function prefixed(prefix: string, text: string | undefined, max?: number): string | undefined {
  if (text === undefined) return undefined;
  return prefix + (max === undefined ? text : shown(text, max));
}

function endSentence(sentence: string): string {
  return /[.!?…]$/.test(sentence) ? sentence : `${sentence}.`;
}
