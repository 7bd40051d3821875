// What a function logged → its lines as objects, those that are JSON.

import type { DeployedFunction } from './start-function.ts';

/** The function's own log lines, of all invocations. */
export function logLines({ invocations }: DeployedFunction): readonly Record<string, unknown>[] {
  return invocations.flatMap(({ logs }) => linesIn(logs));
}

/** The lines of one invocation. */
export function linesIn(logs: string): readonly Record<string, unknown>[] {
  return logs
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line): Record<string, unknown> => JSON.parse(line));
}

/** The reasons objects were passed over for, in the order of the log. */
export function passedOver(scan: DeployedFunction): readonly unknown[] {
  return logLines(scan)
    .filter(({ message }) => message === 'object passed over')
    .map(({ reason }) => reason);
}
