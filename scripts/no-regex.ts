// Stands in for re2js in a bundle of rules without patterns, which would carry a third of a megabyte for nothing.

/** What src/runtime/regex.ts uses of re2js. */
export const RE2JS = {
  CASE_INSENSITIVE: 0,
  MULTILINE: 0,
  DOTALL: 0,
  compile(pattern: string): never {
    throw new TypeError(`this ruleset was built without regular expressions, but has ${pattern}`);
  },
};
