// S3's rules of where a request goes → the same, without what no function ever asks for.

import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';

/** Where the client keeps its rules. */
const RULES = /@aws-sdk\/client-s3\/dist-es\/endpoint\/bdd\.js$/;

/** A test of a request's parameters. With a name its value is kept under it, for tests and results behind it. */
export type EndpointCondition = readonly [fn: string, argv: readonly unknown[], name?: string];

/**
 * Rules of a service, as the SDK has them: a binary decision diagram. Each node takes three numbers: its condition, where
 * to go if it holds, and where if not. Nodes count from 1, results from {@link FIRST_RESULT}; 1 and -1 end without one.
 */
export interface EndpointRules {
  readonly nodes: ArrayLike<number>;
  readonly root: number;
  readonly conditions: readonly EndpointCondition[];
  readonly results: readonly unknown[];
}

/** The SDK's own number. */
const FIRST_RESULT = 100_000_000;

/**
 * Conditions that never hold here: the functions read and write objects of plain buckets, named by their names. A bucket
 * of another kind fails: its name's ending is in no plain bucket's name, and an ARN is refused as none.
 */
const NEVER: readonly { readonly of: string; readonly because: string }[] = [
  { of: '{"ref":"Accelerate"}', because: 'no client asks for acceleration' },
  { of: '{"ref":"UseGlobalEndpoint"}', because: 'no client asks for the global endpoint' },
  { of: '{"ref":"UseObjectLambdaEndpoint"}', because: 'only WriteGetObjectResponse has it' },
  {
    of: '{"ref":"UseS3ExpressControlEndpoint"}',
    because: 'only calls for directory buckets have it',
  },
  { of: '"--x-s3"', because: 'a directory bucket tells nobody of its objects' },
  { of: '"--xa-s3"', because: 'so does an access point of one' },
  { of: '"--op-s3"', because: 'an alias of an access point on Outposts' },
  { of: 'aws.parseArn', because: 'events and settings name buckets by their names' },
];

/** Leaves out what cannot be reached where the conditions of {@link NEVER} do not hold, and values that nothing reads. */
export function pruneRules(rules: EndpointRules): EndpointRules {
  const pruned = pruneOnce(rules);
  return pruned.nodes.length < rules.nodes.length ? pruneRules(pruned) : pruned;
}

function pruneOnce(rules: EndpointRules): EndpointRules {
  const read = JSON.stringify([rules.conditions, rules.results]);
  const nodes: number[] = [];
  const conditions = new Numbered<EndpointCondition>();
  const results = new Numbered<unknown>();
  const placed = new Map<string, number>();
  const visited = new Map<number, number>();
  const place = (ref: number): number => {
    if (Math.abs(ref) === 1) return ref;
    if (ref < 0)
      throw new RangeError(`endpoint rules: found the complement ${ref}, which is not supported`);
    if (ref >= FIRST_RESULT)
      return FIRST_RESULT + results.number(rules.results[ref - FIRST_RESULT]);
    const known = visited.get(ref) ?? visit(ref);
    visited.set(ref, known);
    return known;
  };
  const visit = (ref: number): number => {
    const [at = 0, high = 1, low = 1] = [0, 1, 2].map((part) => rules.nodes[3 * (ref - 1) + part]);
    const condition = rules.conditions[at];
    if (condition === undefined) throw new RangeError(`endpoint rules: no condition ${at}`);
    if (neverHolds(condition)) return place(low);
    const [whenHeld, whenNot] = [place(high), place(low)];
    if (whenHeld === whenNot && !isRead(condition, read)) return whenHeld;
    const key = [at, whenHeld, whenNot].join();
    const known = placed.get(key);
    if (known !== undefined) return known;
    const next = 2 + nodes.length / 3;
    nodes.push(conditions.number(condition), whenHeld, whenNot);
    placed.set(key, next);
    return next;
  };
  const root = place(rules.root);
  // The SDK's first node, number 1, is never asked: 1 is an end.
  return { nodes: [-1, 1, -1, ...nodes], root, conditions: conditions.all, results: results.all };
}

function neverHolds(condition: EndpointCondition): boolean {
  const text = JSON.stringify(condition);
  return NEVER.some(({ of }) => text.includes(of));
}

/** True if a test or a result reads the condition's value: `{"ref":"name"}`, `{name}`, `{name#part}`. */
function isRead([, , name]: EndpointCondition, texts: string): boolean {
  return (
    name !== undefined &&
    [`{"ref":"${name}"}`, `{${name}}`, `{${name}#`].some((use) => texts.includes(use))
  );
}

/** Values in the order in which they are first asked for. */
class Numbered<Value> {
  readonly all: Value[] = [];

  number(value: Value): number {
    const known = this.all.indexOf(value);
    return known >= 0 ? known : this.all.push(value) - 1;
  }
}

/** The module of the rules. Lists and objects that stand in several places are written once. */
export function writeRules({ nodes, root, conditions, results }: EndpointRules): string {
  const names = new Map<string, string>();
  const definitions: string[] = [];
  const write = (value: unknown): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const members = Array.isArray(value)
      ? `[${value.map(write).join()}]`
      : `{${Object.entries(value)
          .map(([key, member]) => `${JSON.stringify(key)}:${write(member)}`)
          .join()}}`;
    const known = names.get(members);
    if (known !== undefined) return known;
    const name = `_${names.size}`;
    names.set(members, name);
    definitions.push(`const ${name}=${members};`);
    return name;
  };
  const [held, decided] = [conditions.map(write), results.map(write)];
  return [
    'import { BinaryDecisionDiagram } from "@smithy/core/endpoints";',
    ...definitions,
    `export const bdd = BinaryDecisionDiagram.from([${Array.from(nodes).join()}],${root},[${held.join()}],[${decided.join()}]);`,
  ].join('\n');
}

/** The plugin of esbuild. */
export const sdkEndpoints: Plugin = {
  name: 'sdk-endpoints',
  setup(build) {
    build.onLoad({ filter: RULES }, async ({ path }) => {
      const { bdd }: { readonly bdd: EndpointRules } = await import(pathToFileURL(path).href);
      return { contents: writeRules(pruneRules(bdd)), loader: 'js' };
    });
  },
};
