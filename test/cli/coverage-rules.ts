// Rules of few words, and what `rules coverage` says of them as data.

import { runHere } from './run-here.ts';

/** Of every event of Windows. */
export const WINDOWS = { product: 'windows' };
/** Of a connection there. */
export const CONNECTION = { ...WINDOWS, category: 'network_connection' };

/** A rule's text. */
export function ruleOf(logsource: object, selection: object, condition = 's'): string {
  const id = '5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11';
  const detection = { s: selection, condition };
  return JSON.stringify({ title: 'T', id, level: 'low', logsource, detection });
}

/** Coverage of each rule of a folder, on each source. */
export async function coverageOf(folder: string) {
  const { stdout } = await runHere(['rules', 'coverage', folder, '--format', 'json']);
  return JSON.parse(stdout).rules;
}
