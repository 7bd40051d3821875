// A function's answer to a batch says which messages failed.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerToVerdict } from '../../../src/local/event-source/verdict.ts';
import { FUNCTION_ERROR, failures, payload } from './queues.ts';

const IDS = new Set(['a', 'b', 'c']);
const ALL = ['a', 'b', 'c'];
const STRICT = { isReporting: true, missingReport: 'failed' } as const;
const AS_LAMBDA = { isReporting: true, missingReport: 'succeeded' } as const;
const SILENT = { isReporting: false, missingReport: 'failed' } as const;

const items = (...batchItemFailures: readonly unknown[]) => payload({ batchItemFailures });

describe('a batch with ReportBatchItemFailures', () => {
  const CASES = [
    ['an empty list: all succeeded', failures(), 'reported', []],
    ['one message: it alone failed', failures('b'), 'reported', ['b']],
    ['a message twice: it failed once', failures('b', 'b'), 'reported', ['b']],
    ['all messages: all failed', failures('c', 'b', 'a'), 'reported', ALL],
    [
      'fields beside it: they are not read',
      items({ itemIdentifier: 'a', x: 1 }),
      'reported',
      ['a'],
    ],
    ['an unknown message', failures('a', 'z'), 'malformedReport', ALL],
    ['an empty identifier', failures('a', ''), 'malformedReport', ALL],
    ['a null identifier', items({ itemIdentifier: null }), 'malformedReport', ALL],
    ['a number for an identifier', items({ itemIdentifier: 1 }), 'malformedReport', ALL],
    ['another key', items({ itemIdentifer: 'a' }), 'malformedReport', ALL],
    ['an inherited name for a key', items('constructor'), 'malformedReport', ALL],
    ['null for an item', items(null), 'malformedReport', ALL],
    ['bare identifiers', items('a'), 'malformedReport', ALL],
    ['an object for the list', payload({ batchItemFailures: {} }), 'malformedReport', ALL],
    ['text', payload('ok'), 'malformedReport', ALL],
    ['a list', payload([]), 'malformedReport', ALL],
    ['an error of the function', FUNCTION_ERROR, 'functionError', ALL],
  ] as const;
  for (const [what, answer, reason, failed] of CASES) {
    it(`is judged by ${what}`, () => {
      for (const rules of [STRICT, AS_LAMBDA]) {
        const verdict = answerToVerdict(answer, IDS, rules);
        assert.equal(verdict.reason, reason);
        assert.deepEqual([...verdict.failed].sort(), [...failed].sort());
      }
    });
  }

  const MISSING = [
    ['null', payload(null)],
    ['nothing', payload(undefined)],
    ['an empty object', payload({})],
    ['an object without the list', payload({ statusCode: 200 })],
    ['null for the list', payload({ batchItemFailures: null })],
  ] as const;
  for (const [what, answer] of MISSING) {
    it(`fails whole on ${what}, unless the mapping is to be as lenient as Lambda`, () => {
      const strict = answerToVerdict(answer, IDS, STRICT);
      assert.deepEqual([strict.reason, [...strict.failed]], ['missingReport', ALL]);
      const lenient = answerToVerdict(answer, IDS, AS_LAMBDA);
      assert.deepEqual([lenient.reason, [...lenient.failed]], ['missingReport', []]);
    });
  }
});

describe('a batch without ReportBatchItemFailures', () => {
  it('succeeds whatever the function answers', () => {
    for (const answer of [payload(null), failures('a'), items('a'), payload('text')]) {
      const verdict = answerToVerdict(answer, IDS, SILENT);
      assert.deepEqual([verdict.reason, [...verdict.failed]], ['unread', []]);
    }
  });

  it('fails whole on any error', () => {
    const verdict = answerToVerdict(FUNCTION_ERROR, IDS, SILENT);
    assert.deepEqual([verdict.reason, [...verdict.failed]], ['functionError', ALL]);
  });
});
