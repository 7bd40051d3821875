// A Lambda entry point → one self-contained module, or the reasons why it must not be deployed.

import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { sdkEndpoints } from './sdk-endpoints.ts';
import { sdkSchemas } from './sdk-schemas.ts';
import { sdkUnused } from './sdk-unused.ts';

/** Largest bundle: with more, the cold start misses its aim. */
export const MAX_BUNDLE_BYTES = 700_000;

/** Largest bundle of the function of a destination, which detects nothing: it starts when somebody is to be paged. */
export const MAX_NOTIFY_BYTES = 450_000;

/** Largest bundle of the canary, which puts an object and looks into a queue. */
export const MAX_CANARY_BYTES = 300_000;

/** Largest bundle of the function of an FDR feed: what the scan has, and Secrets Manager. Nobody waits for its start. */
export const MAX_FDR_BYTES = 725_000;

/** A path that must not ship, with the reason. */
interface Forbidden {
  readonly pattern: RegExp;
  readonly reason: string;
}

/** What must not ship in a function that finds nothing, besides. */
const FORBIDDEN_IN_OTHERS: readonly Forbidden[] = [
  {
    pattern: /^(?:dist\/rules|src\/(?:runtime|source|decode|correlate|pipeline|finding|archive))\//,
    reason: 'scan and settle find things, nobody else does',
  },
];

/** What must not ship, with the reason. Paths are relative to the repository. */
const FORBIDDEN: readonly Forbidden[] = [
  { pattern: /(^|\/)node_modules\/yaml\//, reason: 'rules are compiled; no YAML at run time' },
  {
    pattern: /(^|\/)@aws-sdk\/(?:nested-clients|credential-provider-(?!env\/))/,
    reason: "a function has its role's credentials in the environment",
  },
  { pattern: /^src\/sigma\//, reason: 'rules are compiled; no compiler at run time' },
  { pattern: /\.ya?ml$/, reason: 'rules are compiled; no YAML at run time' },
  { pattern: /^(src\/local|src\/cli|test|infra|scripts)\//, reason: 'not a part of a function' },
];

/** The SDK's search for credentials: profile files, SSO, browser logins, metadata services. */
const DEFAULT_CREDENTIALS = '@aws-sdk/credential-provider-node';
/** What stands in for it: Lambda hands a function its role's credentials in the environment, always. */
const LAMBDA_CREDENTIALS = 'src/adapters/aws/lambda-credentials.ts';

/** A bundle, in memory. */
export interface FunctionBundle {
  readonly code: Uint8Array;
  /** Kept out of the asset: three times the code's size, and nothing at run time reads it. */
  readonly sourceMap: Uint8Array;
  /** Licence notices of what was bundled. */
  readonly notices: Uint8Array;
  /** Why the bundle must not be deployed; empty if it may. */
  readonly problems: readonly string[];
}

/**
 * Bundles an entry point with everything it imports, the AWS SDK included: the runtime's own SDK changes under a function.
 * Throws esbuild's error where the source cannot be bundled.
 * @param root the repository; paths in problems are relative to it
 */
export async function bundleFunction(root: string, entryPoint: string): Promise<FunctionBundle> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entryPoint],
    outfile: 'index.mjs',
    bundle: true,
    minify: true,
    // Node reads modules as UTF-8: escapes would only be longer.
    charset: 'utf8',
    format: 'esm',
    platform: 'node',
    target: 'node22',
    mainFields: ['module', 'main'],
    alias: { [DEFAULT_CREDENTIALS]: join(root, LAMBDA_CREDENTIALS) },
    plugins: [sdkSchemas, sdkEndpoints, sdkUnused],
    sourcemap: 'external',
    legalComments: 'external',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const contentsOf = (suffix: string): Uint8Array =>
    outputFiles.find(({ path }) => path.endsWith(suffix))?.contents ?? new Uint8Array();
  const code = contentsOf('index.mjs');
  const { maxBytes, forbidden } = termsOf(entryPoint);
  return {
    code,
    sourceMap: contentsOf('.map'),
    notices: contentsOf('.LEGAL.txt'),
    problems: [
      ...sizeProblems(code.length, maxBytes),
      ...inputProblems(metafile, forbidden),
      ...importProblems(metafile),
    ],
  };
}

function termsOf(entryPoint: string) {
  const others = [...FORBIDDEN, ...FORBIDDEN_IN_OTHERS];
  switch (entryPoint.split('/')[1]) {
    case 'notify':
      return { maxBytes: MAX_NOTIFY_BYTES, forbidden: others };
    case 'canary':
      return { maxBytes: MAX_CANARY_BYTES, forbidden: others };
    case 'fdr':
      return { maxBytes: MAX_FDR_BYTES, forbidden: FORBIDDEN };
    default:
      return { maxBytes: MAX_BUNDLE_BYTES, forbidden: FORBIDDEN };
  }
}

function sizeProblems(bytes: number, most: number): readonly string[] {
  if (bytes <= most) return [];
  return [`the bundle has ${bytes} bytes; expected at most ${most}`];
}

function inputProblems({ inputs }: Metafile, forbidden: readonly Forbidden[]): readonly string[] {
  return Object.keys(inputs).flatMap((path) => {
    const found = forbidden.find(({ pattern }) => pattern.test(path));
    return found === undefined ? [] : [`${path} is in the bundle: ${found.reason}`];
  });
}

/**
 * What is left to be imported at run time must be Node's own, and by `import`: esbuild turns a `require` that it keeps into
 * a function that throws when it is called, in a module that has no `require`.
 */
function importProblems({ outputs }: Metafile): readonly string[] {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const kept = imports.filter(({ external }) => external === true);
  return kept.flatMap(({ path, kind }) => {
    if (kind === 'require-call') return [`${path} is required at run time: a module cannot`];
    return isBuiltin(path) ? [] : [`${path} is left to the runtime; expected everything bundled`];
  });
}
