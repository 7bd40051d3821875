// A map of a test file → its members, each of the type expected. Everything wrong is reported, nothing guessed.

import {
  type Diagnostic,
  getOwn,
  isJsonObject,
  type JsonObject,
  type JsonValue,
} from '../../model/index.ts';
import { didYouMean } from '../suggest.ts';
import type { YamlFile, YamlPath } from './read-yaml.ts';

/** What is wrong with a test file. */
export type TestCode =
  | 'TEST_SHAPE'
  | 'TEST_UNKNOWN_KEY'
  | 'TEST_DUPLICATE_NAME'
  | 'TEST_DUPLICATE_CASE'
  | 'TEST_WEAK'
  | 'TEST_UNKNOWN_RULE'
  | 'TEST_MISSING';

/** A map that is being read. */
export class CheckedMap {
  readonly #file: YamlFile;
  readonly #path: YamlPath;
  readonly #object: JsonObject;
  readonly #diagnostics: Diagnostic[];

  /** Reports keys that are not `known`, and a value that is no map (then it reads as empty). */
  constructor(
    file: YamlFile,
    path: YamlPath,
    value: JsonValue | undefined,
    known: readonly string[],
    diagnostics: Diagnostic[],
  ) {
    this.#file = file;
    this.#path = path;
    this.#diagnostics = diagnostics;
    this.#object = isJsonObject(value) ? value : {};
    if (!isJsonObject(value)) this.report('TEST_SHAPE', `expected a map with ${known.join(', ')}`);
    for (const key of Object.keys(this.#object)) {
      if (known.includes(key)) continue;
      this.report('TEST_UNKNOWN_KEY', `key "${key}" is unknown${didYouMean(key, known)}`, key);
    }
  }

  /** The text under a key that must be there. */
  text(key: string): string {
    const value = this.raw(key);
    if (typeof value === 'string' && value.trim() !== '') return value;
    this.report('TEST_SHAPE', `"${key}" must be a text`, key);
    return '';
  }

  /** The text under a key, if it is there. */
  optionalText(key: string): string | undefined {
    return this.raw(key) === undefined ? undefined : this.text(key);
  }

  /** One of the words. */
  word<T extends string>(key: string, words: readonly T[]): T | undefined {
    const value = this.text(key);
    const found = words.find((word) => word === value);
    if (found === undefined && value !== '') {
      this.report('TEST_SHAPE', `"${key}" is "${value}"${didYouMean(value, words)}`, key);
    }
    return found;
  }

  /** A list of texts; empty where the key is absent. */
  texts(key: string): readonly string[] {
    const value = this.raw(key);
    if (value === undefined) return [];
    const items: readonly JsonValue[] = Array.isArray(value) ? value : [];
    const texts = items.filter((item) => typeof item === 'string');
    if (texts.length === 0 || texts.length < items.length) {
      this.report('TEST_SHAPE', `"${key}" must be a list of texts`, key);
    }
    return texts;
  }

  /** The number under a key that must be there. */
  number(key: string): number {
    const value = this.raw(key);
    if (typeof value === 'number') return value;
    this.report('TEST_SHAPE', `"${key}" must be a number`, key);
    return 0;
  }

  /** `true`, or absent. */
  flag(key: string): boolean {
    const value = this.raw(key);
    if (value === undefined || value === true) return value === true;
    this.report('TEST_SHAPE', `"${key}" can only be true`, key);
    return false;
  }

  /** The value as it is; undefined = absent. */
  raw(key: string): JsonValue | undefined {
    return getOwn(this.#object, key);
  }

  /** Reports a problem at the map, or at one of its keys. */
  report(code: TestCode, message: string, key?: string): void {
    const path = key === undefined ? this.#path : [...this.#path, key];
    const position = this.#file.at(path);
    this.#diagnostics.push({ code, severity: 'error', message, position });
  }
}
