// Title, id, status and dates → what the specification wants otherwise.

import type { DiagnosticSink } from '../diagnostics.ts';
import { dayEndMs } from '../rule/day.ts';
import { suggest } from '../suggest.ts';
import { entryOf, nounOf, type YamlMap } from '../yaml/node.ts';

/** @see Sigma rules specification 2.1, "Title" */
const MAX_TITLE_CHARACTERS = 256;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const STATUSES = ['stable', 'test', 'experimental', 'deprecated', 'unsupported'];

/** A title longer than 256 characters. */
export function lintTitle(map: YamlMap, sink: DiagnosticSink): void {
  const title = entryOf(map, 'title')?.value;
  if (title?.kind !== 'scalar') return;
  const { length } = [...title.source];
  if (length <= MAX_TITLE_CHARACTERS) return;
  const message = `the title has ${length} characters; the specification allows ${MAX_TITLE_CHARACTERS}`;
  sink.warning('LINT_TITLE', title.position, message);
}

/** No id: then the title is part of every finding's id, and to reword it is to start anew. Or one that is no UUID. */
export function lintId(map: YamlMap, sink: DiagnosticSink): void {
  const id = entryOf(map, 'id')?.value;
  if (id === undefined) {
    const message = '"id" is missing; expected a UUID that stays when the words change';
    sink.warning('LINT_ID', map.position, message);
    return;
  }
  if (id.kind !== 'scalar' || UUID.test(id.source)) return;
  sink.warning('LINT_ID', id.position, `"id" is ${nounOf(id)}; expected a UUID`);
}

/** A status that the specification does not know. */
export function lintStatus(map: YamlMap, sink: DiagnosticSink): void {
  const status = entryOf(map, 'status')?.value;
  if (status === undefined) return;
  const text = status.kind === 'scalar' ? status.source : '';
  if (STATUSES.includes(text)) return;
  const hint = suggest(text, STATUSES) || `; expected one of ${STATUSES.join(', ')}`;
  sink.warning('LINT_STATUS', status.position, `"status" is ${nounOf(status)}${hint}`);
}

/** Dates that are no `YYYY-MM-DD`. */
export function lintDates(map: YamlMap, sink: DiagnosticSink): void {
  for (const key of ['date', 'modified']) {
    const value = entryOf(map, key)?.value;
    if (value === undefined) continue;
    if (value.kind === 'scalar' && dayEndMs(value.source) !== undefined) continue;
    const message = `"${key}" is ${nounOf(value)}; expected a day, YYYY-MM-DD`;
    sink.warning('LINT_DATE', value.position, message);
  }
}
