// The constants of a module under construction: each hoisted once, named, in order of use.

import { Code, js } from './code.ts';
import { Pool } from './pool.ts';

/** Names constants and keeps their definitions. */
export class Scope {
  readonly #definitions: Code[] = [];
  readonly #names = new Map<string, Code>();
  readonly #slots = new Map<string, number>();
  readonly #pool = new Pool();

  /** The name of a constant holding `value`; equal values share one. */
  constant(value: Code): Code {
    const key = String(value);
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = nameOf(this.#definitions.length);
    this.#definitions.push(js`const ${name} = ${value};`);
    this.#names.set(key, name);
    return name;
  }

  /** Data, as JSON has it: no key, `__proto__` among them, is ever read as code. */
  data(value: unknown): Code {
    return js`d[${this.#pool.place(value)}]`;
  }

  /** The text of which the runtime makes `d`, the data. */
  get pool(): string {
    return this.#pool.text();
  }

  /** The number under which a module's matchers share what they fold of a field. */
  slot(name: string): number {
    const slot = this.#slots.get(name) ?? this.#slots.size;
    this.#slots.set(name, slot);
    return slot;
  }

  /** Numbers given so far. */
  get slots(): number {
    return this.#slots.size;
  }

  /** All definitions, in an order in which each stands before its use. */
  definitions(): Code {
    return Code.join(this.#definitions, js`\n`);
  }
}

/** `k` and a number: the number is the only part that varies. */
function nameOf(index: number): Code {
  return Code.join([js`k`, js`${index}`], js``);
}
