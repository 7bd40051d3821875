// A text → what it holds as JSON.

import type { JsonValue } from './json.ts';

/** Undefined for what is no JSON: the error quotes the text, which may be a secret. */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}
