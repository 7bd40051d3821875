// Names of tenants: whose logs they are. One name is the product's own, and says where a scan came from.

import type { Origin } from './message.ts';

/** What a site may call a tenant. */
export const TENANT_NAME = /^[\w.-]{1,64}$/;

/**
 * Tenant of the objects that the product puts into its own canary bucket, and of nothing else. Its name is enough for whoever
 * meets a finding later to know that nobody is to be told of it.
 */
export const CANARY_TENANT = 'canary';

/** True for what a canary's object led to. */
export function isCanary(tenant: string): boolean {
  return tenant === CANARY_TENANT;
}

/** Where the scan of a tenant's object came from, in a run that is otherwise of `origin`. */
export function originOf(tenant: string, origin: Origin): Origin {
  return isCanary(tenant) ? 'canary' : origin;
}
