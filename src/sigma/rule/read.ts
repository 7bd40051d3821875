// Fields of a document's map, read with their types: what is missing or wrong is reported with its place.

import { LEVELS, type Level, type Logsource } from '../../model/index.ts';
import type { DiagnosticSink } from '../diagnostics.ts';
import { suggest } from '../suggest.ts';
import { entryOf, nounOf, type YamlMap, type YamlNode } from '../yaml/node.ts';

/** A text field; undefined where absent or wrong (then reported). Numbers and booleans are taken as written. */
export function readText(map: YamlMap, key: string, sink: DiagnosticSink): string | undefined {
  const node = entryOf(map, key)?.value;
  if (node === undefined) return undefined;
  if (node.kind === 'scalar' && node.value !== null) return node.source;
  sink.error('SIGMA_FIELD_TYPE', node.position, `"${key}" is ${nounOf(node)}; expected text`);
  return undefined;
}

/** A text field that may be absent but not empty: an empty id would be one that all such rules share. */
export function readWord(map: YamlMap, key: string, sink: DiagnosticSink): string | undefined {
  const text = readText(map, key, sink);
  if (text !== '') return text;
  const position = entryOf(map, key)?.value.position ?? map.position;
  sink.error('SIGMA_FIELD_TYPE', position, `"${key}" is empty; expected text, or no such key`);
  return undefined;
}

/** A text field that must be there and not empty. */
export function requireText(map: YamlMap, key: string, sink: DiagnosticSink): string | undefined {
  const text = readText(map, key, sink);
  if (text !== undefined && text !== '') return text;
  if (text === '' || entryOf(map, key) === undefined) {
    sink.error('SIGMA_MISSING_FIELD', map.position, `"${key}" is missing; expected a text`);
  }
  return undefined;
}

/** A list of texts; a single text counts as a list of one; absent is empty. */
export function readTexts(map: YamlMap, key: string, sink: DiagnosticSink): readonly string[] {
  const node = entryOf(map, key)?.value;
  if (node === undefined || (node.kind === 'scalar' && node.value === null)) return [];
  const items: readonly YamlNode[] = node.kind === 'list' ? node.items : [node];
  return items.flatMap((item) => {
    if (item.kind === 'scalar' && item.value !== null) return [item.source];
    const message = `"${key}" holds ${nounOf(item)}; expected a list of texts`;
    sink.error('SIGMA_FIELD_TYPE', item.position, message);
    return [];
  });
}

/** A map that must be there. */
export function requireMap(map: YamlMap, key: string, sink: DiagnosticSink): YamlMap | undefined {
  const node = entryOf(map, key)?.value;
  if (node?.kind === 'map') return node;
  if (node === undefined) {
    sink.error('SIGMA_MISSING_FIELD', map.position, `"${key}" is missing; expected a map`);
  } else {
    sink.error('SIGMA_FIELD_TYPE', node.position, `"${key}" is ${nounOf(node)}; expected a map`);
  }
  return undefined;
}

/** The logsource: category, product and service, at least one of them. Other keys are not evaluated. */
export function readLogsource(map: YamlMap, sink: DiagnosticSink): Logsource | undefined {
  const source = requireMap(map, 'logsource', sink);
  if (source === undefined) return undefined;
  const category = readWord(source, 'category', sink);
  const product = readWord(source, 'product', sink);
  const service = readWord(source, 'service', sink);
  if (category === undefined && product === undefined && service === undefined) {
    const message = '"logsource" names nothing; expected category, product or service';
    sink.error('SIGMA_MISSING_FIELD', source.position, message);
    return undefined;
  }
  return {
    ...(category === undefined ? {} : { category }),
    ...(product === undefined ? {} : { product }),
    ...(service === undefined ? {} : { service }),
  };
}

/** Where a rule states no level. The specification leaves it open; a rule nobody rated is neither urgent nor noise. */
export const DEFAULT_LEVEL: Level = 'medium';

/** The level; absent is a lint and {@link DEFAULT_LEVEL}. */
export function readLevel(map: YamlMap, sink: DiagnosticSink): Level {
  const node = entryOf(map, 'level')?.value;
  if (node === undefined) {
    const message = `"level" is missing; "${DEFAULT_LEVEL}" is used`;
    sink.warning('LINT_MISSING_LEVEL', map.position, message);
    return DEFAULT_LEVEL;
  }
  const text = node.kind === 'scalar' ? node.source : '';
  const level = LEVELS.find((candidate) => candidate === text);
  if (level !== undefined) return level;
  const message = `"level" is ${nounOf(node)}; expected one of ${LEVELS.join(', ')}${suggest(text, LEVELS)}`;
  sink.error('SIGMA_UNKNOWN_LEVEL', node.position, message);
  return DEFAULT_LEVEL;
}
