// The layer table as data: what each folder may import. Everything that is not listed is refused.

/** One row of the table. Paths are relative to the repository's root, without a trailing slash. */
export interface Layer {
  readonly path: string;
  /** Paths of the layers it may import, each through its index.ts. */
  readonly imports: readonly string[];
  /** npm packages it may import; a name ending in `/*` allows the whole scope. */
  readonly packages: readonly string[];
  /** Node's own modules it may import, without `node:`. */
  readonly builtins: readonly string[];
  /** No clock, no I/O, no Node types: also compiled by tsconfig.pure.json, which has none. */
  readonly isPure: boolean;
}

/** The compiled rules: written by scripts/build-rules.ts, self-contained, imported by entry points only. */
export const RULES_PATH = 'dist/rules';

const NO_FILES = { packages: [], builtins: [] } as const;
const LOCAL_FILES = ['fs', 'fs/promises', 'os', 'path', 'process', 'stream', 'stream/promises'];
const TOOLS = [
  ...LOCAL_FILES,
  'crypto',
  'child_process',
  'module',
  'perf_hooks',
  'url',
  'util',
  'zlib',
];
/** For who runs servers and other processes. */
const SERVING = ['child_process', 'events', 'http', 'stream/consumers', 'timers/promises'];
const ADAPTERS = ['aws', 'slack', 'pagerduty', 'local'].map((name) => `src/adapters/${name}`);
const PIPELINE = ['model', 'ports', 'decode', 'source', 'correlate', 'finding', 'alert'];

const src = (...names: readonly string[]): readonly string[] => names.map((name) => `src/${name}`);

/** A layer that does no I/O and knows no packages. */
function pure(name: string, ...imports: readonly string[]): Layer {
  return { path: `src/${name}`, imports: src(...imports), ...NO_FILES, isPure: true };
}

/** An adapter: talks to one outside party, through its own SDK or Node. */
function adapter(name: string, packages: readonly string[], builtins: readonly string[]): Layer {
  const imports = src('model', 'ports', 'quarantine');
  return { path: `src/adapters/${name}`, imports, packages, builtins, isPure: false };
}

/** An adapter of who is told: through the one client that may post. */
function destination(name: string): Layer {
  return { ...adapter(name, [], []), imports: src('model', 'ports', 'adapters/http') };
}

/** The table; docs/architecture.md says what each layer holds. A new row or arrow needs an ADR. */
export const LAYERS: readonly Layer[] = [
  pure('model'),
  { ...pure('runtime'), packages: ['re2js', 'ipaddr.js'] },
  pure('ports', 'model'),
  pure('source', 'model'),
  pure('redact', 'model'),
  pure('alert', 'model', 'redact'),
  pure('archive', 'model', 'ports', 'redact'),
  pure('correlate', 'model', 'ports'),
  { ...pure('sigma', 'model', 'runtime'), packages: ['yaml', 'fastest-levenshtein'] },
  pure('pipeline', ...PIPELINE, 'runtime'),
  {
    ...pure('decode', 'model'),
    builtins: ['zlib', 'stream', 'buffer'],
    isPure: false,
  },
  { ...pure('finding', 'model'), builtins: ['crypto'], isPure: false },
  // Replays: the passes over a plan, and what is said of them; hashes are all it takes of Node.
  {
    ...pure('replay', ...PIPELINE, 'pipeline', 'runtime'),
    builtins: ['crypto', 'buffer'],
    isPure: false,
  },
  // What becomes of findings, wherever they are made: ids and sizes are all it takes of Node.
  {
    ...pure('deliver', 'model', 'ports', 'finding', 'alert', 'archive', 'redact', 'pipeline'),
    builtins: ['buffer'],
    isPure: false,
  },
  { ...pure('quarantine', 'model'), builtins: ['buffer', 'crypto'], isPure: false },
  // Files of starts: bytes, compression and hashes are all it takes of Node.
  {
    ...pure('segments', 'model', 'ports', 'correlate'),
    builtins: ['zlib', 'buffer', 'crypto'],
    isPure: false,
  },
  adapter('aws', ['@aws-sdk/*', '@smithy/*'], ['stream', 'crypto', 'zlib']),
  adapter('http', [], ['http', 'https']),
  destination('slack'),
  destination('pagerduty'),
  // A plan is a folder on one machine.
  {
    ...adapter('local', [], [...LOCAL_FILES, 'crypto', 'readline']),
    imports: src('model', 'ports', 'quarantine', 'replay'),
  },
  {
    path: 'src/local',
    imports: [],
    packages: ['fauxqs', 'dynalite', 'aws-lambda-ric'],
    builtins: [...TOOLS, 'events', 'http', 'net', 'stream/consumers', 'timers/promises'],
    isPure: false,
  },
  {
    path: 'src/cli',
    imports: [
      ...src(
        ...PIPELINE,
        'quarantine',
        'runtime',
        'sigma',
        'pipeline',
        'replay',
        'deliver',
        'redact',
        'local',
      ),
      ...ADAPTERS,
      RULES_PATH,
    ],
    // The SDK: `local` creates its resources with it (ADR 0114).
    packages: ['commander', 'cli-progress', 'yaml', '@aws-sdk/*'],
    builtins: [
      ...LOCAL_FILES,
      ...SERVING,
      'buffer',
      'crypto',
      'readline',
      'tty',
      'url',
      'util',
      'worker_threads',
    ],
    isPure: false,
  },
  {
    path: 'functions',
    // archive, redact: what is kept of a finding is made where it is published from.
    imports: [
      ...src(...PIPELINE, 'pipeline', 'replay', 'deliver', 'archive', 'redact', 'segments'),
      ...ADAPTERS,
      RULES_PATH,
    ],
    packages: ['@middy/*', '@aws-lambda-powertools/*', '@types/aws-lambda'],
    builtins: ['process'],
    isPure: false,
  },
  {
    path: 'infra',
    // Whether a configuration is one is said by what reads it later (ADR 0112).
    imports: [...src('model', 'alert', 'source'), RULES_PATH],
    packages: ['aws-cdk-lib', 'constructs', 'cdk-nag', 'fastest-levenshtein', 'yaml'],
    builtins: ['fs', 'path', 'url'],
    isPure: false,
  },
  { path: RULES_PATH, imports: [], ...NO_FILES, isPure: false },
  {
    path: 'scripts',
    imports: [...src('model', 'runtime', 'sigma', 'source'), RULES_PATH],
    packages: ['assemblyscript', 'dependency-cruiser', 'esbuild', 'yaml'],
    builtins: TOOLS,
    isPure: false,
  },
  {
    path: 'bench',
    imports: src(...PIPELINE, 'runtime', 'sigma', 'pipeline', 'replay', 'adapters/local', 'local'),
    packages: ['*'],
    builtins: [...TOOLS, 'http', 'readline', 'worker_threads'],
    isPure: false,
  },
];

/** Folders whose layers nothing imports but tests: they are where processes begin. */
export const ENTRY_POINTS: readonly string[] = ['src/cli', 'functions', 'infra'];

/** Where modules are read from: the layers' folders, and the tests, which may import anything. */
export const ROOTS: readonly string[] = [
  'src',
  'functions',
  'infra',
  'scripts',
  'bench',
  'test',
  RULES_PATH,
];
