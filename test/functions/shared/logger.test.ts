// What a log line shows of texts from outside.

import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { createLogger } from '../../../functions/shared/logger.ts';

/** The line of a log entry. */
function lineOf(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  const logger = createLogger();
  // A console of its own, not the global one.
  mock.method(Reflect.get(logger, 'console'), 'error', (line: string) => void lines.push(line));
  log(logger);
  return lines.join('\n');
}

test('a log line holds no character that acts on a terminal or reorders text', () => {
  const line = lineOf((logger) =>
    logger.error('file failed', {
      object: 's3://b/\u009b31m\u202egz.exe',
      error: new Error('\u2066\u0085', { cause: new Error('\u200b') }),
    }),
  );
  assert.doesNotMatch(line, /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  assert.equal(JSON.parse(line).object, 's3://b/<U+009B>31m<U+202E>gz.exe');
});

test('a stack keeps its lines', () => {
  const { error } = JSON.parse(lineOf((logger) => logger.error('run failed', new Error('no'))));
  assert.match(error.stack, /^Error: no\n +at /);
});
