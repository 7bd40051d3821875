// Environment → who is told of what a rule finds, and how often.

import { type AlertRouting, DEFAULT_ROUTING, parseRouting } from '../../src/alert/index.ts';
import { DEFAULT_HOURLY_BUDGET } from '../../src/pipeline/index.ts';
import { ConfigError, type Environment, refuse } from './deployment.ts';

/** What the functions that find something are told of whom to tell. */
export interface TellingConfig {
  /**
   * `SIGMA_LAMBDA_ROUTING`: JSON, `{"levels": {"medium": "page"}, "rules": {"<id>": "digest"}}`; what it does not name is as
   * by default.
   * @default high and critical page, medium is posted, the rest is in the daily digest
   */
  readonly routing: AlertRouting;
  /** `SIGMA_LAMBDA_HOURLY_BUDGET`: alerts of a rule in an hour, 1-1000; the rest goes into one digest. @default 5 */
  readonly hourlyBudget: number;
}

const MAX_HOURLY_BUDGET = 1_000;

/** Reads it. */
export function parseTelling(env: Environment): TellingConfig {
  return {
    routing: readRouting(env['SIGMA_LAMBDA_ROUTING']),
    hourlyBudget: parseBudget(env['SIGMA_LAMBDA_HOURLY_BUDGET'] ?? String(DEFAULT_HOURLY_BUDGET)),
  };
}

function readRouting(text: string | undefined): AlertRouting {
  if (text === undefined) return DEFAULT_ROUTING;
  const routing = parseRouting(parseJson(text));
  if (routing.ok) return routing.value;
  throw new ConfigError(`SIGMA_LAMBDA_ROUTING: ${routing.error.join('; ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    return refuse('SIGMA_LAMBDA_ROUTING', text, 'JSON such as {"levels": {"medium": "page"}}');
  }
}

function parseBudget(text: string): number {
  const budget = /^[1-9]\d{0,3}$/.test(text) ? Number(text) : Number.NaN;
  if (budget <= MAX_HOURLY_BUDGET) return budget;
  return refuse('SIGMA_LAMBDA_HOURLY_BUDGET', text, `a whole number, 1-${MAX_HOURLY_BUDGET}`);
}
