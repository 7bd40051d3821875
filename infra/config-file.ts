// The path of a YAML file (JSON is YAML) → the keys and values in it, untyped.

import { readFileSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { InfraConfigError } from './errors.ts';
import type { Values } from './value-reader.ts';

/** A file for people: a thousand times of what one holds. */
const MAX_BYTES = 1_000_000;

/**
 * Reads the file. Throws an InfraConfigError that names the file, and every fault of the YAML by file, line and column.
 * @param shown the path as people know it
 */
export function readConfigFile(path: string, shown: string): Values {
  const text = readText(path, shown);
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    // A file that says a thing twice means one of them.
    uniqueKeys: true,
  });
  const faults = [...document.errors, ...document.warnings].map(({ pos: [start], message }) => {
    const { line, col } = lines.linePos(start);
    return `${shown}:${line}:${col}: ${message}`;
  });
  if (faults.length > 0) throw new InfraConfigError(faults, shown);
  const value: unknown = document.toJS();
  // Comments alone are the defaults.
  if (value === null || value === undefined) return {};
  if (typeof value === 'object' && !Array.isArray(value)) return { ...value };
  const found = Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  throw new InfraConfigError([`${shown}:1:1: is ${found}; expected keys and values`], shown);
}

function readText(path: string, shown: string): string {
  const refuse = (why: string, cause?: unknown) =>
    new InfraConfigError([`${shown}: ${why}; expected a YAML file`], shown, { cause });
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause)) throw cause;
    const why = cause.code === 'ENOENT' ? 'is not there' : `cannot be read (${cause.code})`;
    throw refuse(why, cause);
  }
  if (bytes.length > MAX_BYTES)
    throw refuse(`has ${bytes.length} bytes, at most ${MAX_BYTES} are read`);
  return bytes.toString('utf8');
}
