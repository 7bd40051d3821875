// A command line → the places of secrets that programs take as arguments.

import type { EncodedText } from './encoded.ts';
import { Operand } from './operands.ts';
import { placeOfSecret } from './option-secret.ts';
import { bare, MAX_NAME_CHARACTERS, OPTION, SEPARATOR, valueBehind } from './option-word.ts';
import { BUILDERS, NO_LOGIN, PROGRAMS, type Program, type SecretOption } from './programs.ts';
import type { Span } from './span.ts';
import type { Word, WordReader } from './words.ts';

/** `/p:x`, `-p:x`: what common tools call their password. */
const SHORT_PASSWORD = /^[-/](?:p|pw|pass)[:=]/i;
/** Ports, ranges and numbers of processes, of which `-p` is the usual name. */
const PORTS = /^[\d.:,/-]*(?:tcp|udp)?$|^[TUS]:/i;

/** Reads a text once from left to right; what it finds stands in {@link spans}. */
export class CommandScan {
  readonly spans: Span[] = [];
  readonly #reader: WordReader;
  readonly #encoded: EncodedText;
  #name = '';
  #program: Program | undefined;
  #operand = new Operand(undefined);
  #hasUser = false;
  #isLogin = false;

  constructor(reader: WordReader, encoded: EncodedText) {
    this.#reader = reader;
    this.#encoded = encoded;
  }

  /** Reads all words. */
  run(): readonly Span[] {
    let from = 0;
    for (
      let word = this.#reader.wordAt(from);
      word !== undefined;
      word = this.#reader.wordAt(from)
    ) {
      from = Math.max(this.#step(word), word.start + 1);
    }
    return this.spans;
  }

  /** Where to go on. */
  #step(word: Word): number {
    const text = bare(this.#textOf(word));
    if (SEPARATOR.test(text) || word.end - word.start > MAX_NAME_CHARACTERS) {
      if (SEPARATOR.test(text)) this.#begin('', undefined);
      return this.#operandOrNext(word, text);
    }
    const file = fileName(text);
    const name = programName(file);
    const program = PROGRAMS.get(file) ?? PROGRAMS.get(name);
    if (program !== undefined || NO_LOGIN.has(name) || BUILDERS.has(name)) {
      this.#begin(name, program);
      return word.end;
    }
    if (text === 'login') this.#isLogin = true;
    return this.#option(word, text) ?? this.#operandOrNext(word, text);
  }

  #begin(name: string, program: Program | undefined): void {
    this.#name = name;
    this.#program = program;
    this.#operand = new Operand(program?.operands);
    this.#hasUser = false;
    this.#isLogin = false;
  }

  #option(word: Word, text: string): number | undefined {
    for (const option of this.#program?.options ?? []) {
      const end = this.#secretOption(word, text, option);
      if (end !== undefined) return end;
    }
    return this.#shortPassword(word, text) ?? this.#login(word, text) ?? this.#payload(word, text);
  }

  #secretOption(word: Word, text: string, option: SecretOption): number | undefined {
    const place = placeOfSecret(text, option);
    const start = place === 'next' ? this.#valueAfter(word) : this.#inside(word, text, place);
    if (start === undefined) return undefined;
    return option.isPair === true
      ? this.#pair(start)
      : this.#take(start, option.kind ?? 'password');
  }

  /** A place of the bare word → the place in the whole text. */
  #inside(word: Word, text: string, place: number | undefined): number | undefined {
    return place === undefined ? undefined : word.start + this.#textOf(word).indexOf(text) + place;
  }

  /** `/p:x` of any program but those that set properties by it. */
  #shortPassword(word: Word, text: string): number | undefined {
    const [prefix] = SHORT_PASSWORD.exec(text) ?? [];
    if (prefix === undefined || BUILDERS.has(this.#name)) return undefined;
    if (PORTS.test(text.slice(prefix.length))) return undefined;
    const start = this.#inside(word, text, prefix.length);
    return start === undefined ? undefined : this.#take(start, 'password');
  }

  /** `-u user … -p secret`, `login -p secret`: tools under another name keep their options. `-pw`, `/rp` have no other meaning. */
  #login(word: Word, text: string): number | undefined {
    const option = text.toLowerCase();
    if (/^[-/]u(?:ser(?:name)?)?(?:[:=].*)?$|^--user(?:name)?(?:=.*)?$/.test(option)) {
      this.#hasUser = /[:=]/.test(option) || this.#valueAfter(word) !== undefined;
      return undefined;
    }
    const isSure = /^[-/](?:pw|rp)$/.test(option);
    const isUsers = this.#isLogin || (this.#hasUser && !NO_LOGIN.has(this.#name));
    const isLogin = isUsers && /^[-/]p$/.test(option);
    if (!isSure && !isLogin) return undefined;
    const start = this.#valueAfter(word);
    if (start === undefined) return undefined;
    const value = this.#reader.valueAt(start);
    if (!isSure && PORTS.test(this.#textOf(value).slice(0, 64))) return undefined;
    return this.#take(start, 'password');
  }

  /** `-EncodedCommand x`, whose text may hold anything. */
  #payload(word: Word, text: string): number | undefined {
    const [, name] = OPTION.exec(text) ?? [];
    if (name === undefined) return undefined;
    const start = this.#valueAfter(word);
    if (start === undefined) return undefined;
    const value = this.#reader.valueAt(start);
    if (!this.#encoded.holdsSecret(name, this.#textOf(value))) return undefined;
    return this.#take(start, 'encoded-command');
  }

  #operandOrNext(word: Word, text: string): number {
    if (!this.#operand.isExpected || SEPARATOR.test(text)) return word.end;
    const value = this.#reader.valueAt(word.start);
    const secret = this.#operand.read(this.#textOf(value));
    if (secret === 'none') return word.end;
    // A value in quotes is one operand, blanks and all.
    if (secret === 'kept') return Math.max(word.end, this.#reader.after(value));
    const start = value.start + secret.from;
    this.spans.push({ start, end: value.end - secret.fromEnd, kind: 'password' });
    return this.#reader.after(value);
  }

  #valueAfter(word: Word): number | undefined {
    return valueBehind(this.#reader, word);
  }

  #take(start: number, kind: Span['kind']): number {
    const value = this.#reader.valueAt(start);
    this.spans.push({ ...value, kind });
    return this.#reader.after(value);
  }

  /** Behind the first `:` or `%` of `user:secret`; without one there is no secret, only a name. */
  #pair(start: number): number {
    const value = this.#reader.valueAt(start);
    const text = this.#textOf(value);
    const at = text.search(/[:%]/);
    if (at >= 0) {
      this.spans.push({ start: value.start + at + 1, end: value.end, kind: 'password' });
    }
    return this.#reader.after(value);
  }

  #textOf({ start, end }: Word): string {
    return this.#reader.text.slice(start, end);
  }
}

/** File name in lower case. */
function fileName(word: string): string {
  const name = word.slice(Math.max(word.lastIndexOf('\\'), word.lastIndexOf('/')) + 1);
  return name.toLowerCase().replace(/[)}"'`;,]{0,8}$/, '');
}

/** Without what makes it executable. */
function programName(file: string): string {
  return file.replace(/\.(?:exe|com|py|bat|cmd)$/, '');
}
