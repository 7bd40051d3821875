// Where the repository is, and what its cdk.json says. Loads no CDK, which takes seconds.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository, without a trailing slash. */
export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** cdk.json. */
export const CDK_JSON: Readonly<Record<string, unknown>> & {
  /** The CDK's feature flags. */
  readonly context: Readonly<Record<string, unknown>>;
} = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
