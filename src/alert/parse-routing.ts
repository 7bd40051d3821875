// What a site configures, as JSON → routing, or all that is wrong with it.

import {
  ALERT_ROUTES,
  type AlertRoute,
  err,
  LEVELS,
  type Level,
  ok,
  type Result,
} from '../model/index.ts';
import { type AlertRouting, DEFAULT_ROUTING } from './routes.ts';

/**
 * Reads `{"levels": {"medium": "page"}, "rules": {"<id>": "digest"}}`; both may be left out, and levels that are not named
 * keep their route. Errors say where, what was found and what is expected.
 */
export function parseRouting(config: unknown): Result<AlertRouting, readonly string[]> {
  const errors: string[] = [];
  const parts = entriesOf(config, 'routing', errors);
  for (const [name] of parts) {
    if (name !== 'levels' && name !== 'rules') {
      errors.push(`routing has ${JSON.stringify(name)}; expected "levels" or "rules"`);
    }
  }
  const { levels, rules } = Object.fromEntries(parts);
  const byLevel = routesOf(levels ?? {}, 'levels', errors);
  for (const [name] of byLevel) {
    if (isLevel(name)) continue;
    errors.push(`levels has ${JSON.stringify(name)}; expected one of ${LEVELS.join(', ')}`);
  }
  const byRule = routesOf(rules ?? {}, 'rules', errors);
  if (errors.length > 0) return err(errors);
  const merged = { ...DEFAULT_ROUTING.levels, ...Object.fromEntries(byLevel) };
  return ok({ levels: merged, rules: new Map(byRule) });
}

function routesOf(value: unknown, where: string, errors: string[]): [string, AlertRoute][] {
  return entriesOf(value, where, errors).flatMap(([name, route]): [string, AlertRoute][] => {
    if (isRoute(route)) return [[name, route]];
    const found = JSON.stringify(route) ?? 'nothing';
    errors.push(`${where}.${name} is ${found}; expected one of ${ALERT_ROUTES.join(', ')}`);
    return [];
  });
}

function entriesOf(value: unknown, where: string, errors: string[]): [string, unknown][] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    return Object.entries(value);
  }
  errors.push(`${where} is ${JSON.stringify(value) ?? 'nothing'}; expected an object`);
  return [];
}

function isRoute(value: unknown): value is AlertRoute {
  return ALERT_ROUTES.some((route) => route === value);
}

function isLevel(name: string): name is Level {
  return LEVELS.some((level) => level === name);
}
