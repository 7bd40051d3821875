// The layer table → dependency-cruiser's forbidden rules and options. One place, so that the command line
// (.dependency-cruiser.cjs) and `npm run check:layers` judge alike.

import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';
import { ENTRY_POINTS, LAYERS, type Layer, RULES_PATH } from './layers.ts';

const NPM_TYPES = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled'] as const;

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}

function inside(path: string): string {
  return `^${escapeRegExp(path)}/`;
}

/** A pattern for a package's folder; `@scope/*` and `*` stand for all of a scope, and for all. */
function packagePath(name: string): string {
  if (name === '*') return '(^|/)node_modules/';
  const folder = name.endsWith('/*') ? name.slice(0, -2) : name;
  return `(^|/)node_modules/(@types/)?${escapeRegExp(folder)}/`;
}

function arrowRule(layer: Layer): IForbiddenRuleType {
  const allowed = [layer.path, ...layer.imports].map(inside);
  return {
    name: `arrow:${layer.path}`,
    severity: 'error',
    comment: `may import only ${layer.imports.join(', ') || 'nothing of ours'}`,
    from: { path: inside(layer.path) },
    to: {
      dependencyTypesNot: ['core', ...NPM_TYPES, 'npm-no-pkg'],
      couldNotResolve: false,
      pathNot: allowed,
    },
  };
}

function packageRule(layer: Layer): IForbiddenRuleType {
  return {
    name: `package:${layer.path}`,
    severity: 'error',
    comment: `may import only these packages: ${layer.packages.join(', ') || 'none'}`,
    from: { path: inside(layer.path) },
    to: { dependencyTypes: [...NPM_TYPES], pathNot: ['^$', ...layer.packages.map(packagePath)] },
  };
}

function builtinRule(layer: Layer): IForbiddenRuleType {
  const allowed = layer.builtins.map((name) => `^(node:)?${escapeRegExp(name)}$`);
  return {
    name: `builtin:${layer.path}`,
    severity: 'error',
    comment: `may import only these of Node's modules: ${layer.builtins.join(', ') || 'none'}`,
    from: { path: inside(layer.path) },
    to: { dependencyTypes: ['core'], pathNot: ['^$', ...allowed] },
  };
}

function indexRule(layer: Layer): IForbiddenRuleType {
  return {
    name: `index:${layer.path}`,
    severity: 'error',
    comment: `${layer.path} is entered by its index.ts; tests may reach deeper`,
    from: { pathNot: [inside(layer.path), '^test/'] },
    to: { path: inside(layer.path), pathNot: `${inside(layer.path)}index\\.ts$` },
  };
}

const RULES_USERS = LAYERS.filter(
  ({ path, imports }) => imports.includes(RULES_PATH) || path === RULES_PATH,
).map(({ path }) => path);

const TREE_RULES: readonly IForbiddenRuleType[] = [
  {
    name: 'no-cycles',
    severity: 'error',
    comment: 'modules that import each other cannot be understood, tested or moved one at a time',
    from: {},
    to: { circular: true },
  },
  {
    name: 'entry-points',
    severity: 'error',
    comment: 'nothing imports the places where processes begin, but their tests',
    from: { pathNot: [...ENTRY_POINTS.map(inside), '^test/'] },
    to: { path: ENTRY_POINTS.map(inside) },
  },
  {
    name: 'no-tests-in-product',
    severity: 'error',
    comment: 'what ships must not depend on the tests',
    from: { pathNot: '^test/' },
    to: { path: '^test/' },
  },
  {
    name: 'resolved',
    severity: 'error',
    comment:
      'the import leads nowhere; only the compiled rules may be absent, before they are built',
    from: {},
    to: { couldNotResolve: true, pathNot: `${escapeRegExp(RULES_PATH)}/` },
  },
  {
    name: 'declared',
    severity: 'error',
    comment: 'a package must stand in package.json',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
  {
    name: 'compiled-rules',
    severity: 'error',
    comment: 'the compiled rules are handed to the layers as an argument, by the entry points',
    from: { pathNot: [...RULES_USERS.map(inside), '^test/'] },
    to: { path: `(^|/)${escapeRegExp(RULES_PATH)}/` },
  },
  {
    name: 'no-dev-package-in-product',
    severity: 'error',
    comment: 'a devDependency is absent where the product runs; types are gone by then',
    from: { path: '^(src|functions)/' },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  },
];

const NEEDS_INDEX = LAYERS.filter(
  ({ path }) => path.startsWith('src/') && !ENTRY_POINTS.includes(path),
);

/** Every rule that a dependency may break. */
export const FORBIDDEN: IForbiddenRuleType[] = [
  ...LAYERS.flatMap((layer) => [arrowRule(layer), packageRule(layer), builtinRule(layer)]),
  ...NEEDS_INDEX.map(indexRule),
  ...TREE_RULES,
];

/** How modules are read: type-only imports count, packages are named but not entered. */
export const CRUISE_OPTIONS: ICruiseOptions = {
  tsPreCompilationDeps: true,
  detectProcessBuiltinModuleCalls: true,
  doNotFollow: { path: 'node_modules' },
};
