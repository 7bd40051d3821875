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

const ANSWERED_BY = ['Image', ...SIGNATURE] as const;

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
    readers.some(
      (one) => isOfProduct(one, start.logsource.product ?? '') && couldRuleMatch(one, start, wants),
    ),
  );
  const heads = [...wanted];
  const heedless = byText((product) => {
    const ofProduct = readers.filter((one) => isOfProduct(one, product));
    return byText((stated) =>
      ignoredBy(ofProduct, new Set(heads.filter((_, at) => stated[at] === '1'))),
    );
  });
  return (start) => {
    if (start.logsource.category !== 'process_creation' || !hasOwnValue(start, 'Image'))
      return true;
    let stated = '';
    for (const head of heads) stated += hasOwnValue(start, head) ? '1' : '0';
    return !heedless(start.logsource.product ?? '')(stated)(start) || couldMatch(start);
  };
}

/** What is made of a text, remembered: of starts there are few kinds. */
function byText<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    const one = make(text);
    if (made.size >= MAX_REMEMBERED) made.clear();
    made.set(text, one);
    return one;
  };
}

/** Says of a start that states fields of these heads if all of the rules ignore what it states. */
function ignoredBy(
  readers: readonly RuleReading[],
  heads: ReadonlySet<string>,
): (start: LogEvent) => boolean {
  const all = readers.map((one) => ignoringStated(one, (field) => heads.has(headOf(field))));
  return (start) => all.every((ignores) => ignores(start));
}

/** The answer depends on the program, its signature and the system alone. */
function remembered(answerOf: (start: LogEvent) => boolean): (start: LogEvent) => boolean {
  const answers = new Map<string, boolean>();
  return (start) => {
    const key = JSON.stringify([
      start.logsource.product,
      ...ANSWERED_BY.map((field) => keyPart(start.field(field))),
    ]);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = answerOf(start);
    if (answers.size >= MAX_REMEMBERED) answers.clear();
    if (key.length <= MAX_KEY_CHARACTERS) answers.set(key, answer);
    return answer;
  };
}

/** Absent is not null, which is all that JSON has for both. */
function keyPart(value: unknown): unknown {
  return value === undefined ? [] : [value];
}

/** A connection whose log does not tell its system is of any. */
function isOfProduct({ routed: { rule } }: RuleReading, logged: string): boolean {
  const { product } = rule.logsource;
  return product === undefined || logged === '' || product.toLowerCase() === logged.toLowerCase();
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
