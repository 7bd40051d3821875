// The configuration → what scan and settle are told of alerts.

import { type AlertsConfig, routingText } from '../alerts-config.ts';

/**
 * - `SIGMA_LAMBDA_HOURLY_BUDGET`: messages of a rule and hour
 * - `SIGMA_LAMBDA_ROUTING`: JSON, the site's routes; absent where it has none
 */
export function alertTerms({ hourlyBudget, routing }: AlertsConfig): Record<string, string> {
  return {
    SIGMA_LAMBDA_HOURLY_BUDGET: String(hourlyBudget),
    ...(routing === undefined ? {} : { SIGMA_LAMBDA_ROUTING: routingText(routing) }),
  };
}
