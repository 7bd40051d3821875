// `--placeholders FILE` → the values of each placeholder, every one with its text as written.

import { readFileSync } from 'node:fs';
import { Option } from 'commander';
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Placeholders } from '../sigma/index.ts';
import { EnvironmentError, reasonOf } from './errors.ts';

const EXPECTED = 'expected a map of names to lists of values, for example Admins: [alice, bob]';

/** The option, shared by the commands that load rules. */
export function placeholdersOption(): Option {
  const flags = '--placeholders <file>';
  return new Option(flags, 'YAML or JSON: the values of each %name% that rules "expand"');
}

/** Reads the file, if one is named. Throws {@link EnvironmentError} with the place of what is wrong. */
export function loadPlaceholders(path: string | undefined): Placeholders {
  if (path === undefined) return new Map();
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new EnvironmentError(`--placeholders ${path} cannot be read: ${reasonOf(cause)}`, {
      cause,
    });
  }
  return parsePlaceholders(text, path);
}

/** Parses the text of such a file. `007` and `yes` stay what they are: the schema knows texts only. */
export function parsePlaceholders(text: string, path: string): Placeholders {
  const lines = new LineCounter();
  const document = parseDocument(text, { schema: 'failsafe', lineCounter: lines });
  const refuse = (offset: number, message: string): never => {
    const { line, col } = lines.linePos(offset);
    const place = `${path}:${Math.max(1, line)}:${Math.max(1, col)}`;
    throw new EnvironmentError(`--placeholders ${place}: ${message}`);
  };
  const [error] = document.errors;
  if (error !== undefined) {
    refuse(error.pos[0], `not valid YAML: ${error.message.split('\n')[0] ?? ''}`);
  }
  const { contents } = document;
  if (!isMap(contents)) return refuse(0, EXPECTED);
  const placeholders = new Map<string, readonly string[]>();
  for (const { key, value } of contents.items) {
    const name = textOf(key);
    const values = isSeq(value) ? value.items.map(textOf) : [textOf(value)];
    const offset = offsetOf(key);
    if (name === undefined || name === '') return refuse(offset, `a name is no text; ${EXPECTED}`);
    if (/[%\s]/.test(name))
      return refuse(offset, `name "${name}" holds % or spaces; expected the bare name`);
    if (values.length === 0 || !values.every((one) => one !== undefined && one !== '')) {
      return refuse(offset, `"${name}" has no values, or an empty one; ${EXPECTED}`);
    }
    placeholders.set(
      name,
      values.filter((one) => one !== undefined),
    );
  }
  return placeholders;
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' ? node.value : undefined;
}

function offsetOf(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}

function isNode(node: unknown): node is Node {
  return isScalar(node) || isSeq(node) || isMap(node);
}
