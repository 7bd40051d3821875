// Environment → all tenants of a deployment: whose findings settle judges, and whose alerts destinations are told of.

import { parseJson } from '../../src/model/index.ts';
import { type Environment, isTenant, parseTenant, refuse, TENANT_EXPECTED } from './deployment.ts';

/** What functions are told that are for several tenants. */
export interface TenantsConfig {
  /** `SIGMA_LAMBDA_TENANTS`: JSON, `["acme", "example"]`. @default `SIGMA_LAMBDA_TENANT` alone */
  readonly tenants: readonly string[];
}

const NAME = 'SIGMA_LAMBDA_TENANTS';

/** Reads it. */
export function parseTenants(env: Environment): TenantsConfig {
  const text = env[NAME];
  if (text === undefined) return { tenants: [parseTenant(env)] };
  const value = parseJson(text);
  if (!Array.isArray(value) || value.length === 0) {
    return refuse(NAME, text, 'a JSON list with at least one tenant');
  }
  const tenants: readonly unknown[] = value;
  if (!tenants.every(isTenant)) return refuse(NAME, text, `in it ${TENANT_EXPECTED}`);
  if (new Set(tenants).size < tenants.length) return refuse(NAME, text, 'each tenant once');
  return { tenants };
}
