// The modifier table and the conventions → docs/sigma-support.md.

import { COMPARISONS, CORRELATION_TYPES } from '../model/index.ts';
import { MAX_CONDITION_DEPTH } from './condition/parse.ts';
import { TIMESPAN_FORM } from './correlation/timespan.ts';
import type { Modifier } from './modifiers/modifier.ts';
import { MAX_PATTERN_CHARACTERS } from './modifiers/regex.ts';
import { MODIFIERS } from './modifiers/table.ts';

const HEAD = `# What of Sigma is supported

Written by \`node scripts/run.mjs scripts/gen-docs.ts\` from src/sigma; edit that. The measure is the Sigma specification 2.1.
A rule is understood as a whole or rejected with code and \`path:line:column\`; nothing is skipped in silence.

## Modifiers

Modifiers are applied in the order written; \`all\`, \`neq\` may stand anywhere in a chain. What one value expands to (\`windash\`,
\`base64offset\`, \`expand\`) is linked by OR, under \`all\` too. A value of a type that a modifier does not take is an error.
`;

const CONDITIONS = `
## Conditions

From least to most binding: \`or\`, \`and\`, \`not\`, \`x of\`, brackets. Words are lower case.

| form | holds where |
|---|---|
| \`name\` | the search identifier holds |
| \`1 of pattern\`, \`any of pattern\` | at least one of the search identifiers holds; \`*\` stands anywhere in a pattern |
| \`all of pattern\` | each holds |
| \`2 of pattern\` … \`99 of pattern\` | so many hold; not in the specification, so a warning, and an error where there are fewer |
| \`… of them\` | all search identifiers are meant but those that begin with \`_\`; so are patterns that do not begin with \`_\` |
| a list of conditions | one of them holds |

Brackets and \`not\` nest up to ${MAX_CONDITION_DEPTH} deep. A missing condition, an unknown name, a pattern that matches none, an aggregation behind \`|\` and
\`timeframe\` are errors. \`action: global\`, \`reset\` and \`repeat\` are read, with a warning.
`;

const CONVENTIONS = `
## Where the specification is silent

| question | answer |
|---|---|
| absent field | fails every test but \`null\` and \`exists: false\`; so \`not\` and \`neq\` over it hold |
| \`null\` | the field is absent or JSON null; never \`''\`, which is a text of no characters. In a list it is one of the values, though the specification has it stand alone |
| \`exists\` | the field is there, be it empty or null |
| array in the event | any member, at any depth; two tests of one field may hold for two members |
| object in the event | has no text; its members are fields \`a.b\` |
| keyword | stands anywhere in the text of a leaf value, wildcards included; names of fields are not searched; '' is an error, and so are \`startswith\` and \`endswith\` |
| number in the rule | equal as text, else as number: 445 is \`445\`, \`"445"\`, \`"445.0"\`. Beyond 2^53 as text alone; padded digits (\`00000429\`) are text |
| \`lt\` \`lte\` \`gt\` \`gte\` | a text counts if all of it is a decimal number |
| \`true\`, \`false\` | as text, whatever the case |
| case | ignored character by character; the length of a text never changes: \`İ\` stays, \`Σ\` is \`σ\` everywhere, the Kelvin sign is \`k\` |
| \`?\` and \`*\` | one code point; any run of them, also across lines |
| field \`a.b\` | the literal key wins over \`b\` inside \`a\` |
| field names with spaces | also exist without them: "Threat Name" is \`ThreatName\` |
| \`not\` | boolean logic, no third value |
| dates | ISO 8601 (also with a blank for the \`T\`) as written, no time zone applied; numbers are epoch seconds or milliseconds, UTC |
| \`week\` | ISO 8601: 1 to 53 |
| \`cidr\` | any spelling of an address, a zone is left off; the families never mix; host bits set in a rule are an error |
| \`windash\` | only a dash that begins a flag: of \`-foo-bar\` the first. Read are \`-\`, \`/\` and the en dash; tried are these, em dash and horizontal bar |
| \`base64offset\` | what is cut off at the end is counted in characters, not bytes, as the reference implementation does: beyond ASCII it may find less |
| \`utf16\` | with the byte order mark \`FF FE\` |
| \`fieldref\` | both fields are there; of arrays some member of each. \`contains\`, \`startswith\`, \`endswith\`, \`cased\`, \`neq\` behind it |
| \`expand\` | \`%name%\` stands for values given by \`--placeholders\`, in which wildcards count, in patterns too. \`\\%\` is a percent sign. Without values the rule is rejected |
| filters | match and filter condition, as written: an excluding filter says \`not selection\` |
`;

const PATTERNS = `
## Regular expressions

Patterns are RE2's: time is linear in the text, whatever the pattern. They search anywhere, with case; flags \`i\`, \`m\`, \`s\` and
flags inside the pattern (\`(?i)\`) work. \`startswith\` and \`endswith\` behind \`re\` tie one end, \`contains\` changes nothing.
At most ${MAX_PATTERN_CHARACTERS} characters. Against PCRE:

| PCRE | here |
|---|---|
| lookahead, lookbehind, backreferences, atomic groups, possessive repetition, conditions, recursion | an error |
| \`\\Z\` \`\\G\` \`\\K\` \`\\R\` \`\\h\` \`\\e\` \`\\u0041\`, \`(?x)\`, \`(?#…)\`, \`(?|…)\` | an error; \`\\z\`, \`\\x{41}\` work |
| \`$\` also before a last line break | only at the end, unless \`m\` |
| \`.\` | anything but \`\\n\`, one code point |
| \`\\w\` \`\\d\` \`\\s\` \`\\b\` | ASCII; \`\\p{L}\`, \`\\p{Greek}\` for more |
| \`a{1001}\` and beyond, also by nesting | an error |
`;

const CORRELATIONS = `
## Correlations

Types: ${CORRELATION_TYPES.map((type) => `\`${type}\``).join(', ')}. Operators: ${COMPARISONS.map((op) => `\`${op}\``).join(', ')}; several are a
range. \`timespan\`: ${TIMESPAN_FORM}. \`group-by\`, \`aliases\`, \`generate\`, \`tags\`, \`guide\`; rules by id or name, also correlations (a circle
is refused). \`temporal\` and \`temporal_ordered\` take a condition in words, such as \`a and b and not c\`,
which must name every rule that is listed; \`rules\` may be left out beside it. pySigma's \`temporal_extended\` and
\`temporal_ordered_extended\` are read as these.

| the specification leaves open | here |
|---|---|
| time | the event's own; a window is [t − timespan, t], both ends included, and ends at an event |
| events of one time | in any order: both orders count as ordered |
| no field of \`group-by\`, several values of it, no time, no value to count | the event takes no part, and is counted as such |
| \`group-by: Computer\`, \`ProcessGuid\` | the host and process keys that findings have, in every source |
| \`value_count\` | distinct values without case; addresses in canonical form; over several fields, distinct tuples |
| \`value_sum\` | of numbers that are not negative; text that states a number counts |
| \`value_percentile\` | \`percentile: 0\` to \`100\` in the condition (50 without), between neighbours in proportion |
| conditions that a later event can undo (\`lt\`, \`lte\`, \`eq\`, \`neq\`, averages, percentiles, \`not\`) | judged once, when nothing more is expected |
`;

const NOT_BUILT = `
## Not built yet

Array matching (\`[any]\`, \`[all]\`) of the proposed version 3 is not read.
`;

/** The whole of docs/sigma-support.md. */
export function describeSigma(): string {
  const rows = [...MODIFIERS.values()].map(describeModifier);
  const table = ['| modifier | meaning | not with |', '|---|---|---|', ...rows].join('\n');
  return `${HEAD}\n${table}\n${CONDITIONS}${CONVENTIONS}${PATTERNS}${CORRELATIONS}${NOT_BUILT}`;
}

/** Conflicts are declared on one side; the table shows them on both. */
function describeModifier({ name, summary, conflictsWith }: Modifier): string {
  const others = [...MODIFIERS.values()].filter((other) => other.conflictsWith.includes(name));
  const all = new Set([...conflictsWith, ...others.map((other) => other.name)]);
  const shown = [...all].sort().map((other) => `\`${other}\``);
  const conflicts = all.has('*') ? 'any other' : shown.join(' ');
  return `| \`${name}\` | ${summary} | ${conflicts} |`;
}
