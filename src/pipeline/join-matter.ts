// A process start × the rules for connections → can it matter to a connection of the process that its start is kept?
//
//   it does not if every rule that reads what only starts say
//     (1) says the same of any connection, with that and without    → verdicts stand, also where the two logs disagree
//     (2) cannot match a connection of the program                  → no evidence is lacking, and no finding comes late
//         whatever else it says, signed as its start says or without a signature

import type { LogEvent } from '../model/index.ts';
import { ATTRIBUTED_FIELD, attributedText } from '../source/index.ts';
import { hasOwnValue, headOf } from './join-fields.ts';
import type { RoutedRule } from './routing.ts';

/** A rule, and all that it, its filters and its correlations read. */
export interface RuleReading {
  readonly routed: RoutedRule;
  readonly fields: readonly string[];
}

/** What the rules of a source want of starts. */
export interface StartWants {
  /** Heads of the fields that rules read and the source's connections lack. */
  readonly wanted: ReadonlySet<string>;
  /** Heads of those that events other than starts state too. */
  readonly apart: ReadonlySet<string>;
  /** The rules for connections that read a wanted field. */
  readonly readers: readonly RuleReading[];
}

/** Fields of a connection, as far as they follow from its start. */
type Known = ReadonlyMap<string, unknown>;

const SIGNATURE = ['SignatureStatus', 'Signature', 'Signed'] as const;

/** With it a connection is attributed that is not without: that is counted, whatever rules say. */
const PROGRAM = ['Image', 'ProcessId'] as const;

const NO_SIGNATURES: readonly Known[] = [
  // A signer may be named whose signature nobody verified: so it stays open.
  new Map([['SignatureStatus', 'Unavailable']]),
  new Map(SIGNATURE.map((field) => [field, undefined])),
];

/** Answers that are remembered: the same programs start all day. */
const MAX_REMEMBERED = 1_000;
const MAX_KEY_CHARACTERS = 1_000;

/**
 * Says of a source's starts whether keeping one may change what is found, the evidence, or when it is found. Errs
 * towards true.
 */
export function createMatter(wants: StartWants): (start: LogEvent) => boolean {
  const { wanted, apart, readers } = wants;
  const isProgramWanted = PROGRAM.some((field) => wanted.has(field));
  const isSignedApart = SIGNATURE.some((field) => apart.has(headOf(field)));
  if (isProgramWanted || isSignedApart) return () => true;
  const couldMatch = remembered((start) =>
    readers.some((one) => isOfProduct(one, start) && couldRuleMatch(one, start, wants)),
  );
  const ignored = readers.map((one) => ({ one, ignores: ignoredBy(one) }));
  const heads = [...wanted];
  return (start) => {
    if (start.logsource.category !== 'process_creation' || !hasOwnValue(start, 'Image'))
      return true;
    const stated = heads.filter((head) => hasOwnValue(start, head));
    const isHeeded = ignored.some(
      ({ one, ignores }) => isOfProduct(one, start) && !ignores(start, stated),
    );
    return isHeeded || couldMatch(start);
  };
}

/** Says of a start if the rule ignores what it states: fields whose heads are given. Starts of a source state much the same. */
function ignoredBy(reading: RuleReading): (start: LogEvent, stated: readonly string[]) => boolean {
  const known = new Map<string, (start: LogEvent) => boolean>();
  return (start, stated) => {
    const key = stated.join(' ');
    const before = known.get(key);
    if (before !== undefined) return before(start);
    const heads = new Set(stated);
    const ignores = ignoringStated(reading, (field) => heads.has(headOf(field)));
    if (known.size >= MAX_REMEMBERED) known.clear();
    known.set(key, ignores);
    return ignores(start);
  };
}

/** The answer depends on the program, its signature and the system alone. */
function remembered(answerOf: (start: LogEvent) => boolean): (start: LogEvent) => boolean {
  const answers = new Map<string, boolean>();
  return (start) => {
    const values = ['Image', ...SIGNATURE].map((field) => start.field(field));
    const { product } = start.logsource;
    const key = JSON.stringify([product, values, values.map((value) => value === undefined)]);
    const answer = answers.get(key) ?? answerOf(start);
    if (answers.size >= MAX_REMEMBERED) answers.clear();
    if (key.length <= MAX_KEY_CHARACTERS) answers.set(key, answer);
    return answer;
  };
}

/** A connection whose log does not tell its system is of any. */
function isOfProduct({ routed: { rule } }: RuleReading, { logsource }: LogEvent): boolean {
  const { product } = rule.logsource;
  if (product === undefined || logsource.product === undefined) return true;
  return product.toLowerCase() === logsource.product.toLowerCase();
}

function ignoringStated(
  { routed: { rule, filters, correlatedFields } }: RuleReading,
  isStated: (field: string) => boolean,
): (start: LogEvent) => boolean {
  const readers = [rule, ...filters.filter((one) => one.fields.some(isStated))];
  const ignores = readers.map((one) => one.ignoring?.(isStated) ?? (() => false));
  if (correlatedFields.some(isStated)) return () => false;
  return (start) => ignores.every((ignored) => ignored(start));
}

/** Not completed with the start; for a rule that ignores what that states it is the same if it is. */
function couldRuleMatch(
  { routed: { rule }, fields }: RuleReading,
  start: LogEvent,
  { wanted, apart }: StartWants,
): boolean {
  if (rule.foresee === undefined) return true;
  const own: Known = new Map([
    ['Image', start.field('Image')],
    [ATTRIBUTED_FIELD, attributedText(true, true)],
    ...fields
      .filter((field) => wanted.has(headOf(field)) && !apart.has(headOf(field)))
      .map((field) => [field, undefined] as const),
  ]);
  const signed: Known = new Map(SIGNATURE.map((field) => [field, start.field(field)]));
  const isSignatureRead = SIGNATURE.some((field) => rule.fields.includes(field));
  const signatures = isSignatureRead ? [signed, ...NO_SIGNATURES] : [signed];
  return signatures.some((signature) => {
    const known: Known = new Map([...signature, ...own]);
    let isLeafAsked = false;
    const connection = {
      field: (name: string) => known.get(name),
      leaves: () => {
        isLeafAsked = true;
        return [];
      },
    };
    const isOpen = (field: string) => !known.has(field);
    return rule.foresee?.(connection, isOpen) !== false || isLeafAsked;
  });
}
