// Text → YAML documents with positions. Hostile input (alias bombs, huge files, deep nesting) is a diagnostic.

import { type Document, LineCounter, parseAllDocuments, type YAMLError } from 'yaml';
import type { SourcePosition } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { placeOf } from '../rule-file.ts';
import { type Converted, Converter, MAX_YAML_DEPTH } from './convert.ts';
import type { YamlNode } from './node.ts';

/** A rule file is text written by people: SigmaHQ's largest has 300,000. */
export const MAX_YAML_CHARACTERS = 1024 * 1024;
/** Syntax errors reported of one document: what follows the first few is noise made by them. */
const MAX_SYNTAX_ERRORS = 10;
/** Characters shown of one: a parser quotes what it could not read, which may be a whole file. */
const MAX_MESSAGE_CHARACTERS = 200;
const BYTE_ORDER_MARK = '\ufeff';
/** Control characters but tab, LF and CR, which no YAML may hold raw (those beyond ASCII it may, in quotes). */
const CONTROL = /[^\P{Cc}\t\n\r\x7f-\x9f]/u;

/** The documents of a file. */
export interface ParsedYaml {
  /** Documents in the file, faulty ones included. */
  readonly count: number;
  /** Those that are whole. */
  readonly nodes: readonly YamlNode[];
}

/** Parses all documents of a file. Faulty ones are left out and reported; the others are returned. */
export function parseYaml(text: string, path: string, sink: DiagnosticSink): ParsedYaml {
  if (text.length > MAX_YAML_CHARACTERS) {
    const message = `${path} has ${text.length} characters; at most ${MAX_YAML_CHARACTERS} are read`;
    sink.error('YAML_TOO_LARGE', { path, line: 1, column: 1 }, message);
    return { count: 1, nodes: [] };
  }
  const lines = new LineCounter();
  const at = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { path, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const bare = text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  if (CONTROL.test(bare)) return refuseControl(bare, path, sink);
  // Keys are compared and aliases followed by the converter: the library does both in quadratic time.
  const options = { lineCounter: lines, uniqueKeys: false, merge: false, prettyErrors: false };
  const documents: readonly Document.Parsed[] = [...parseAllDocuments(bare, options)];
  const whole = documents.flatMap((document) => convertDocument(document, at, sink));
  // An empty file is one document that is missing.
  return { count: Math.max(1, documents.length), nodes: whole };
}

/** Binary files, and texts that would be shown to people otherwise than they are. */
function refuseControl(text: string, path: string, sink: DiagnosticSink): ParsedYaml {
  const offset = text.search(CONTROL);
  const position = { path, ...placeOf(text, offset) };
  const code = text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  const message = `found the control character U+${code}, which YAML allows only escaped: "\\x${code.slice(2)}"`;
  sink.error('YAML_SYNTAX', position, message);
  return { count: 1, nodes: [] };
}

function convertDocument(
  document: Document.Parsed,
  at: (offset: number) => SourcePosition,
  sink: DiagnosticSink,
): YamlNode[] {
  const faults: readonly YAMLError[] = [...document.errors, ...document.warnings];
  const tooDeep = faults.find(({ message }) => message.includes(STACK_OVERFLOW));
  if (tooDeep !== undefined) {
    const message = `the document is deeper than ${MAX_YAML_DEPTH} levels`;
    sink.error('YAML_TOO_COMPLEX', at(tooDeep.pos[0]), message);
    return [];
  }
  for (const fault of faults.slice(0, MAX_SYNTAX_ERRORS)) {
    const [firstLine = ''] = fault.message.split('\n');
    sink.error('YAML_SYNTAX', at(fault.pos[0]), `not valid YAML: ${shorten(firstLine)}`);
  }
  if (faults.length > 0 || document.contents === null) return [];
  const { version } = document.directives.yaml;
  if (version !== '1.2') {
    const message = `%YAML ${version} reads values otherwise (yes as true); expected 1.2, or no directive`;
    sink.error('YAML_SYNTAX', at(document.range[0]), message);
    return [];
  }
  return report(new Converter(at).convertDocument(document.contents), sink);
}

/** The library's own way of saying that lists stand in lists without end. */
const STACK_OVERFLOW = 'call stack';

function shorten(message: string): string {
  if (message.length <= MAX_MESSAGE_CHARACTERS) return message;
  return `${message.slice(0, MAX_MESSAGE_CHARACTERS).toWellFormed()}…`;
}

function report(converted: Converted, sink: DiagnosticSink): YamlNode[] {
  if (converted.kind === 'node') return [converted.node];
  sink.error(converted.code, converted.position, converted.message);
  return [];
}
