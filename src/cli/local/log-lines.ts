// What a function wrote to its log → counts, problems in words, and objects whose rest was put off.

import { isJsonObject, type JsonObject, type JsonValue } from '../../model/index.ts';

/** What one invocation's log says. */
export interface LoggedFacts {
  /** Metrics by name, summed. */
  readonly metrics: ReadonlyMap<string, number>;
  /** Warnings and errors, each in one line, not yet safe for a terminal. */
  readonly problems: readonly string[];
  /** Lines that are no JSON, as Node writes them when it crashes. */
  readonly others: readonly string[];
}

/** Members of a log line that every line has. */
const COMMON: ReadonlySet<string> = new Set([
  ...['level', 'message', 'timestamp', 'service', 'cold_start', 'function_arn'],
  ...[
    'function_memory_size',
    'function_name',
    'rulesHash',
    'function_request_id',
    'sampling_rate',
    'xray_trace_id',
  ],
  'correlation_id',
]);

/** What the scan function says of a message that will come again. */
const UNIT_FAILED = 'scan: unit failed';

/** Longest value of a log line that is shown. */
const MAX_VALUE = 400;

/** Reads the lines of an invocation. */
export function readLog(logs: string): LoggedFacts {
  const metrics = new Map<string, number>();
  const problems: string[] = [];
  const others: string[] = [];
  for (const text of logs.split('\n').filter((line) => line.trim() !== '')) {
    const line = parseLine(text);
    if (line === undefined) {
      others.push(text);
      continue;
    }
    addMetrics(line, metrics);
    if (line['level'] === 'WARN' || line['level'] === 'ERROR') problems.push(problemText(line));
  }
  // A unit fails for what was said before; alone it says at least which.
  const telling = problems.filter((problem) => !problem.startsWith(UNIT_FAILED));
  return { metrics, problems: telling.length > 0 ? telling : problems, others };
}

/** What the scan function says where another invocation is to scan the rest of an object. */
const CONTINUED = 'object continued';

/** Objects (`s3://bucket/key`) of which the rest is still to be scanned. */
export function continuedObjects(logs: string): ReadonlySet<string> {
  const lines = logs.split('\n').filter((text) => text.includes(CONTINUED));
  const objects = lines.flatMap((text) => {
    const line = parseLine(text);
    const object = line?.['object'];
    return line?.['message'] === CONTINUED && typeof object === 'string' ? [object] : [];
  });
  return new Set(objects);
}

function parseLine(text: string): JsonObject | undefined {
  try {
    const line: unknown = JSON.parse(text);
    return isJsonObject(line) ? line : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
}

/** A line in CloudWatch's embedded metric format: values stand under the names that its head lists. */
function addMetrics(line: JsonObject, metrics: Map<string, number>): void {
  const head = line['_aws'];
  const directives = isJsonObject(head) ? listOf(head['CloudWatchMetrics']) : [];
  for (const directive of directives) {
    const named = isJsonObject(directive) ? listOf(directive['Metrics']) : [];
    for (const metric of named) {
      const name = isJsonObject(metric) ? metric['Name'] : undefined;
      if (typeof name !== 'string') continue;
      const values = [line[name]].flat().map(Number).filter(Number.isFinite);
      const sum = values.reduce((total, value) => total + value, 0);
      metrics.set(name, (metrics.get(name) ?? 0) + sum);
    }
  }
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** `scan: object incomplete, object s3://…, problem {…}`. */
function problemText(line: JsonObject): string {
  const details = Object.entries(line).filter(([name]) => !COMMON.has(name));
  const texts = details.map(([name, value]) => `${name} ${valueText(value)}`);
  return [
    `${valueText(line['service'] ?? '-')}: ${valueText(line['message'] ?? '-')}`,
    ...texts,
  ].join(', ');
}

/** Problems and errors say what they are in `message`; the rest is as the function logged it. */
function valueText(value: JsonValue): string {
  const message = isJsonObject(value) ? value['message'] : undefined;
  const shown = message === undefined ? value : message;
  const text = typeof shown === 'string' ? shown : JSON.stringify(shown);
  return text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text;
}
