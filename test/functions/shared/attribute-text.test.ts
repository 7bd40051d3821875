// What a reason is as an attribute of a message.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeText } from '../../../functions/shared/attribute-text.ts';

test('a reason is printable ASCII, names what acts on a terminal, and is cut in its middle', () => {
  assert.equal(attributeText('a\u001b[31m\ufffe é', 100), 'a<U+001B>[31m<U+FFFE> ?');
  assert.equal(attributeText(`${'a'.repeat(50)}${'b'.repeat(50)}`, 9), 'aaaa...bbbb');
});
