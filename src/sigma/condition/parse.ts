// Tokens → condition tree. Least to most binding: or, and, not, `x of`, parentheses.

import type { DiagnosticSink } from '../diagnostics.ts';
import type { YamlScalar } from '../yaml/node.ts';
import type { Condition } from './ast.ts';
import { lex, type Token } from './lexer.ts';

/** Nesting of parentheses and `not`: far beyond any real condition, below any stack. */
export const MAX_CONDITION_DEPTH = 100;

const RESERVED = new Set(['and', 'or', 'not', 'of', 'them']);
const OPERATORS: ReadonlySet<string> = new Set(['and', 'or', 'not']);
const WORDS: ReadonlySet<string> = new Set([...RESERVED, 'all', 'any']);

/** Operators of other languages. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ['&', 'and'],
  ['&&', 'and'],
  ['||', 'or'],
  ['!', 'not'],
  ['~', 'not'],
]);

/** Parses one condition; undefined after its problem was reported. */
export function parseCondition(scalar: YamlScalar, sink: DiagnosticSink): Condition | undefined {
  return new Parser(lex(scalar), sink).parse();
}

/** Recursive descent, one method for each level of binding. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #sink: DiagnosticSink;
  #index = 0;
  #depth = 0;

  constructor(tokens: readonly Token[], sink: DiagnosticSink) {
    this.#tokens = tokens;
    this.#sink = sink;
  }

  parse(): Condition | undefined {
    const condition = this.#or();
    if (condition === undefined) return undefined;
    return this.#peek().kind === 'end' ? condition : this.#fail('"and", "or" or the end');
  }

  #or(): Condition | undefined {
    return this.#chain('or', () => this.#and());
  }

  #and(): Condition | undefined {
    return this.#chain('and', () => this.#not());
  }

  #chain(word: 'and' | 'or', next: () => Condition | undefined): Condition | undefined {
    const items: Condition[] = [];
    do {
      const item = next();
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.#take(word));
    const [first] = items;
    return items.length === 1 ? first : { kind: word, items };
  }

  #not(): Condition | undefined {
    if (!this.#take('not')) return this.#primary();
    const item = this.#nested(() => this.#not());
    return item && { kind: 'not', item };
  }

  #primary(): Condition | undefined {
    const token = this.#peek();
    if (token.kind === '(') {
      this.#index++;
      const inner = this.#nested(() => this.#or());
      if (inner === undefined) return undefined;
      if (this.#peek().kind !== ')') return this.#fail('")"');
      this.#index++;
      return inner;
    }
    if (token.kind !== 'word' || RESERVED.has(token.text)) return this.#fail('a search identifier');
    this.#index++;
    if (this.#peek().text === 'of') return this.#quantified(token);
    if (token.text.includes('*'))
      return this.#fail(`"1 of" or "all of" before "${token.text}"`, token);
    return { kind: 'identifier', name: token.text, position: token.position };
  }

  #quantified(token: Token): Condition | undefined {
    const quantifier = toQuantifier(token.text);
    if (quantifier === undefined)
      return this.#fail('"1", "any", "all" or a number before "of"', token);
    if (quantifier !== 'all' && quantifier > 1) this.#lintNumber(token);
    this.#index++;
    const pattern = this.#peek();
    const isName =
      pattern.kind === 'word' && (pattern.text === 'them' || !RESERVED.has(pattern.text));
    if (!isName) return this.#fail('"them" or a pattern such as selection_*');
    this.#index++;
    return { kind: 'quantified', quantifier, pattern: pattern.text, position: pattern.position };
  }

  #lintNumber(token: Token): void {
    const message = `"${token.text} of" is not in the specification; other engines may refuse it`;
    this.#sink.warning('LINT_NUMBER_OF', token.position, message);
  }

  #nested(parse: () => Condition | undefined): Condition | undefined {
    if (this.#depth >= MAX_CONDITION_DEPTH)
      return this.#fail(`at most ${MAX_CONDITION_DEPTH} levels`);
    this.#depth++;
    const result = parse();
    this.#depth--;
    return result;
  }

  #peek(): Token {
    const token = this.#tokens[this.#index];
    if (token === undefined) throw new RangeError('read past the end of a condition');
    return token;
  }

  #take(word: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'word' || token.text !== word) return false;
    this.#index++;
    return true;
  }

  #fail(expected: string, found: Token = this.#peek()): undefined {
    if (found.kind === '|') {
      const message =
        'aggregations behind "|" are the removed first version of Sigma; write a correlation';
      this.#sink.error('SIGMA_CONDITION_PIPE', found.position, message);
      return undefined;
    }
    const before = this.#tokens[this.#index - 1];
    // `NOT x`: the word passed for an identifier, and only what follows it failed.
    const culprit = before !== undefined && isCapitalOperator(before) ? before : found;
    const shown = culprit.kind === 'end' ? culprit.text : `"${culprit.text}"`;
    const meant = meantBy(culprit);
    const wanted =
      meant === undefined ? `expected ${expected}` : `which is no word of Sigma; write "${meant}"`;
    const message = `condition: found ${shown}, ${wanted}`;
    this.#sink.error('SIGMA_CONDITION_SYNTAX', culprit.position, message);
    return undefined;
  }
}

function isCapitalOperator({ kind, text }: Token): boolean {
  const lower = text.toLowerCase();
  return kind === 'word' && text !== lower && OPERATORS.has(lower);
}

/** Sigma's word for what was written, if one is meant by it. */
function meantBy({ kind, text }: Token): string | undefined {
  const lower = text.toLowerCase();
  return kind === 'word' && text !== lower && WORDS.has(lower) ? lower : MEANT.get(text);
}

/** `1`, `any`, `all`; and `2`, `3`, … which the specification lacks and other engines take. */
function toQuantifier(text: string): number | 'all' | undefined {
  if (text === 'any') return 1;
  if (text === 'all') return 'all';
  return /^[1-9]\d?$/.test(text) ? Number(text) : undefined;
}
