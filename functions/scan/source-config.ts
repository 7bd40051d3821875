// The text of `SIGMA_LAMBDA_SOURCES` → the buckets that the function may read: where in them, whose they are, what is in them.

import { CANARY_TENANT, parseJson } from '../../src/model/index.ts';
import { isSourceId, SOURCE_IDS, type SourceId } from '../../src/source/index.ts';
import { isTenant, refuse, TENANT_EXPECTED } from '../shared/deployment.ts';
import { asObject, ownArray, ownText, type Unknowns } from './events/guards.ts';

/** A bucket the function may read, and where in it. */
export interface ScanSource {
  readonly bucket: string;
  /** Keys begin with one of them; an empty list means the whole bucket. */
  readonly prefixes: readonly string[];
  /** Keys end with it. @default whatever a key ends with is scanned */
  readonly suffix?: string;
  /** Account that must own the bucket: a deleted and re-registered name is then refused by S3. */
  readonly owner?: string;
  /** Whose logs they are: part of every finding's id. The canary's objects have a tenant of their own. */
  readonly tenant: string;
  /** Who writes the records, as `--source` of the command line: no other source is asked. @default all are */
  readonly source?: SourceId;
}

/** The variable. */
const NAME = 'SIGMA_LAMBDA_SOURCES';

const ACCOUNT = /^\d{12}$/;
const MEMBERS = ['bucket', 'prefixes', 'suffix', 'owner', 'tenant', 'source', 'origin'];

/** Reads it; `tenant` is that of sources which name none. Throws ConfigError. */
export function parseSources(text: string, tenant: string): readonly ScanSource[] {
  const value = ownArray({ sources: parseJson(text) }, 'sources');
  if (value === undefined || value.length === 0) {
    return refuse(NAME, text, 'a JSON list with at least one {"bucket": …}');
  }
  return value.map((item) => parseSource(asObject(item) ?? {}, text, tenant));
}

function parseSource(item: Unknowns, text: string, tenant: string): ScanSource {
  const wrong = (expected: string) => refuse(NAME, text, expected);
  const bucket = ownText(item, 'bucket');
  const { prefixes = [], suffix, owner, source } = item;
  if (bucket === undefined) return wrong('"bucket" in every source');
  if (!Object.keys(item).every((member) => MEMBERS.includes(member))) {
    return wrong(`of members ${MEMBERS.join(', ')}`);
  }
  if (!Array.isArray(prefixes) || !prefixes.every((prefix) => typeof prefix === 'string')) {
    return wrong('texts in "prefixes"');
  }
  if (!isAbsentOr(suffix, isText)) return wrong('a text in "suffix"');
  if (!isAbsentOr(owner, isAccount)) return wrong('a 12-digit account in "owner"');
  if (!isAbsentOr(source, isSource)) {
    return wrong(`one of ${SOURCE_IDS.join(', ')} in "source"`);
  }
  return {
    bucket,
    prefixes,
    ...(suffix !== undefined && { suffix }),
    ...(owner !== undefined && { owner }),
    tenant: tenantOf(item, tenant, wrong),
    ...(source !== undefined && { source }),
  };
}

function isAbsentOr<T>(value: unknown, is: (found: unknown) => found is T): value is T | undefined {
  return value === undefined || is(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isAccount(value: unknown): value is string {
  return isText(value) && ACCOUNT.test(value);
}

function isSource(value: unknown): value is SourceId {
  return isText(value) && isSourceId(value);
}

/** Origin and tenant say the same of a canary: settle, which sees findings alone, goes by the tenant. */
function tenantOf(item: Unknowns, fallback: string, wrong: (expected: string) => never): string {
  const { origin = 'live', tenant } = item;
  if (origin === 'canary') {
    if (tenant === undefined || tenant === CANARY_TENANT) return CANARY_TENANT;
    return wrong(`tenant "${CANARY_TENANT}", or none, with origin "canary"`);
  }
  if (origin !== 'live') return wrong('live or canary in "origin"');
  if (tenant === undefined) return fallback;
  return isTenant(tenant) ? tenant : wrong(`in "tenant" ${TENANT_EXPECTED}`);
}
