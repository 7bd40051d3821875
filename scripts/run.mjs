// Trampoline: runs a script, or node's own flags, under the packaged Node 24, else under this Node if >= 22.18.
// The product needs node:zlib's zstd and TypeScript type stripping, which Node 20 lacks; `npm ci` brings Node 24
// as an optional dependency (package.json) on Linux x64 and arm64, so a machine with only Node 20 still runs it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * How V8 keeps its heap: a scan makes garbage that dies young. By default the young generation grows to 128 MB, and
 * where the first of many objects live on, all others of their kind are allocated among the old ones
 * (docs/adr/0100-young-garbage.md). A listing of millions of keys says itself when its garbage is to go
 * (docs/adr/0127-plans-are-folders.md).
 */
const HEAP = ['--max-semi-space-size=4', '--no-allocation-site-pretenuring', '--expose-gc'];

const MIN_MAJOR = 22;
const MIN_MINOR = 18;

const MODULES = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules');

/**
 * Where Node keeps modules as it compiled them, types stripped, for the processes after it: of the tests there are
 * hundreds, and the same modules start in each. An entry is found by path and content, so a changed file has none;
 * `npm ci` takes all away. Whoever sets NODE_COMPILE_CACHE has another place, NODE_DISABLE_COMPILE_CACHE=1 none.
 */
const COMPILED = join(MODULES, '.cache', 'node-compile-cache');

/** The Node binary to run under and its options, or undefined where none will do. Another Node may not know the options. */
function pickNode() {
  const alias = `node24-${process.platform}-${process.arch}`;
  const packaged = join(MODULES, alias, 'bin', 'node');
  if (existsSync(packaged)) return { binary: packaged, options: HEAP };
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const runsTypeScript = major > MIN_MAJOR || (major === MIN_MAJOR && minor >= MIN_MINOR);
  return runsTypeScript ? { binary: process.execPath, options: [] } : undefined;
}

const node = pickNode();
if (node === undefined) {
  console.error(
    `sigma-lambda needs Node >= ${MIN_MAJOR}.${MIN_MINOR}; this is ${process.versions.node} and no packaged ` +
      `Node 24 was found for ${process.platform}-${process.arch}. Run \`npm ci\` without --omit=optional, or use a newer Node.`,
  );
  process.exit(64);
}

const child = spawn(node.binary, [...node.options, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: COMPILED, ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  console.error(`cannot start ${node.binary}: ${error.message}`);
  process.exit(64);
});
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
