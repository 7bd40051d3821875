// A test file's text → its value, as a log would have it, with the place of every part.

import { type Document, isAlias, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import {
  type Diagnostic,
  err,
  type JsonValue,
  ok,
  type Result,
  type SourcePosition,
} from '../../model/index.ts';
import type { RuleFile } from '../../sigma/index.ts';

/** A way into a value: keys and indexes. */
export type YamlPath = readonly (string | number)[];

/** A file that is YAML. */
export interface YamlFile {
  readonly value: JsonValue;
  /** Where the part at the path stands; the file's first line for what is not there. */
  at(path: YamlPath): SourcePosition;
}

/** Parses one document. Anchors and `<<` are followed: cases often differ in one field only. */
export function readYaml({ path, text }: RuleFile): Result<YamlFile, readonly Diagnostic[]> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, merge: true, intAsBigInt: true });
  const place = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { path, line: Math.max(1, line), column: Math.max(1, col) };
  };
  if (document.errors.length > 0) {
    return err(document.errors.map((error) => syntaxError(error.message, place(error.pos[0]))));
  }
  try {
    const value = toLogged(document.toJS({ maxAliasCount: 1_000 }));
    return ok({ value, at: (steps) => place(offsetOf(document, steps)) });
  } catch (cause) {
    // toJS throws on alias bombs and on aliases without an anchor.
    const message = cause instanceof Error ? cause.message : String(cause);
    return err([syntaxError(message, place(0))]);
  }
}

function offsetOf(document: Document.Parsed<ParsedNode>, path: YamlPath): number {
  const node: unknown = document.getIn(path, true);
  const target = isAlias(node) ? node.resolve(document) : node;
  return isRanged(target) ? target.range[0] : 0;
}

function isRanged(node: unknown): node is { readonly range: readonly [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range);
}

function syntaxError(message: string, position: SourcePosition): Diagnostic {
  const [firstLine = ''] = message.split('\n');
  return {
    code: 'TEST_YAML',
    severity: 'error',
    message: `not valid YAML: ${firstLine}`,
    position,
  };
}

/** Integers beyond 2^53 become the text of their digits, as decode reads them from a log. */
function toLogged(value: unknown): JsonValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (Array.isArray(value)) return value.map(toLogged);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toLogged(item)]));
  }
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  return null;
}
