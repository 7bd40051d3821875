// A source tree → which arrows break the layer table, and how much was read to say so.
// The count matters: under a TypeScript it does not support, dependency-cruiser reads no module and finds no fault.

import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, type ICruiseResult, type IModule } from 'dependency-cruiser';
import { CRUISE_OPTIONS, FORBIDDEN } from './layer-rules.ts';
import { LAYERS, ROOTS } from './layers.ts';

/** One broken rule. `to` is the file or package that may not be imported; `-` where the file itself is at fault. */
export interface LayerFault {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
  readonly comment: string;
}

/** What was read of a tree, and what is wrong with it. Clean only where faults is empty and read equals onDisk. */
export interface LayerReport {
  /** Modules of ours that were read. */
  readonly read: number;
  /** Source files that stand in the tree, counted without dependency-cruiser. */
  readonly onDisk: number;
  /** Imports that were judged. */
  readonly arrows: number;
  readonly faults: readonly LayerFault[];
}

/** Reads the tree under `root` and judges it. Throws where dependency-cruiser cannot run. */
export async function reportLayers(root: string): Promise<LayerReport> {
  const files = sourceFiles(root);
  if (files.length === 0) return { read: 0, onDisk: 0, arrows: 0, faults: [] };
  const { modules, summary } = await cruiseFolders(root);
  const ours = modules.filter(isOurs);
  return {
    read: ours.length,
    onDisk: files.length,
    arrows: ours.reduce((sum, module) => sum + module.dependencies.length, 0),
    faults: [...brokenRules(summary), ...files.filter(isUnlisted).map(toUnlistedFault)],
  };
}

/** True where the whole tree was read and nothing is wrong with it. */
export function isClean(report: LayerReport): boolean {
  return report.read > 0 && report.read === report.onDisk && report.faults.length === 0;
}

function sourceFiles(root: string): readonly string[] {
  const patterns = ROOTS.map((folder) => `${folder}/**/*.{ts,mts,mjs,cjs,js}`);
  return globSync(patterns, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();
}

/** Folders are given, not files: a file that dependency-cruiser cannot parse would still count as read. */
async function cruiseFolders(root: string): Promise<ICruiseResult> {
  const { output } = await cruise(
    ROOTS.filter((folder) => existsSync(join(root, folder))),
    { ...CRUISE_OPTIONS, baseDir: root, validate: true, ruleSet: { forbidden: FORBIDDEN } },
    { conditionNames: ['import', 'types', 'node', 'default'], exportsFields: ['exports'] },
  );
  if (typeof output === 'string') {
    throw new TypeError(`dependency-cruiser gave text instead of a result for ${root}`);
  }
  return output;
}

function isOurs(module: IModule): boolean {
  return !(module.coreModule || module.couldNotResolve || module.matchesDoNotFollow);
}

function brokenRules(summary: ICruiseResult['summary']): readonly LayerFault[] {
  return summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    from,
    to: cycle === undefined ? to : cycle.map(({ name }) => name).join(' → '),
    comment: FORBIDDEN.find(({ name }) => name === rule.name)?.comment ?? '',
  }));
}

/** A folder outside the table would be bound by no rule at all. */
function isUnlisted(file: string): boolean {
  if (file.startsWith('test/')) return false;
  return !LAYERS.some(({ path }) => file.startsWith(`${path}/`));
}

function toUnlistedFault(file: string): LayerFault {
  return { rule: 'listed', from: file, to: '-', comment: 'its folder is in no row of layers.ts' };
}
