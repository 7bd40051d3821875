// A program's values without an option, one after the other → which of them is a secret.

import type { Operands } from './programs.ts';
import { secretKindOf } from './secret-names.ts';

/** `none`: no operand. `kept`: one that is no secret. Else the secret part: characters left out at both ends. */
export type OperandVerdict = 'none' | 'kept' | { readonly from: number; readonly fromEnd: number };

const WHOLE: OperandVerdict = { from: 0, fromEnd: 0 };

/** Reads the operands of one command. */
export class Operand {
  readonly #form: Operands | undefined;
  readonly #before: string[] = [];

  constructor(form: Operands | undefined) {
    this.#form = form;
  }

  /** False once no operand can be a secret any more. */
  get isExpected(): boolean {
    return this.#form !== undefined && this.#before.length < 8;
  }

  /** Judges the next value. */
  read(value: string): OperandVerdict {
    if (this.#form === undefined) return 'none';
    const verdict = this.#judge(value, this.#form);
    if (verdict !== 'none') this.#before.push(value.slice(0, 300));
    return verdict;
  }

  #judge(value: string, form: Operands): OperandVerdict {
    switch (form) {
      case 'net':
        return this.#net(value);
      case 'third':
        return this.#isOption(value) ? 'none' : this.#at(2);
      case 'login':
        return this.#isOption(value) ? 'none' : this.#login();
      case 'variable':
        return this.#variable(value);
      case 'slash-pair':
        return this.#isOption(value) ? 'none' : behind(value, '/');
      case 'target':
        return this.#isOption(value)
          ? 'none'
          : behind(value.slice(0, value.lastIndexOf('@')), ':', value);
      case 'bits':
        return this.#bits(value);
    }
  }

  /** `use [device] [\\share] [secret]`, `user name [secret]`; options begin with a slash. */
  #net(value: string): OperandVerdict {
    if (value.startsWith('/') || /^\d?[<>]/.test(value)) return 'none';
    const [verb] = this.#before;
    if (verb === undefined) return 'kept';
    if (/^use$/i.test(verb)) {
      return value.startsWith('\\\\') || /^(?:[a-z]:|lpt\d:?|\*)$/i.test(value) ? 'kept' : WHOLE;
    }
    return /^users?$/i.test(verb) ? this.#at(2) : 'kept';
  }

  #variable(value: string): OperandVerdict {
    if (value.startsWith('/') || this.#isOption(value)) return 'none';
    const name = this.#before.at(-1);
    return name !== undefined && secretKindOf(name) !== undefined ? WHOLE : 'kept';
  }

  #login(): OperandVerdict {
    return this.#before.at(-1) === 'login' ? WHOLE : 'kept';
  }

  #bits(value: string): OperandVerdict {
    const [first] = this.#before;
    if (first === undefined) return /^\/setcredentials$/i.test(value) ? 'kept' : 'none';
    return this.#at(5);
  }

  #at(index: number): OperandVerdict {
    return this.#before.length === index ? WHOLE : 'kept';
  }

  #isOption(value: string): boolean {
    return /^-/.test(value);
  }
}

/** What stands behind the first `mark`, up to the last @. */
function behind(value: string, mark: string, whole: string = value): OperandVerdict {
  const at = value.indexOf(mark);
  if (at < 0) return 'kept';
  const host = whole.lastIndexOf('@');
  return { from: at + 1, fromEnd: host > at ? whole.length - host : 0 };
}
