// Configuration → the scan function's parts, made once per cold start. The only module-level state is built from here.

import { correlations, digest, rules } from '../../dist/rules/ruleset.mjs';
import { createS3Object, createS3ReadClient } from '../../src/adapters/aws/index.ts';
import { decodeObject, parseRecord } from '../../src/decode/index.ts';
import { createRouting } from '../../src/pipeline/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { createOutbox, LEASE_MS } from '../shared/outbox.ts';
import { openState } from '../shared/state.ts';
import { admit } from './admit.ts';
import type { ScanConfig } from './config.ts';
import type { ObjectRef } from './events/delivery.ts';
import { type ObjectDeps, scanAndPublish } from './scan-and-publish.ts';
import type { RequestOutcome } from './scan-delivery.ts';
import type { Telemetry } from './telemetry.ts';

/** Scans one object, if it is to be scanned; `signal` ends the reading. */
export type ScanObjectRef = (object: ObjectRef, signal: AbortSignal) => Promise<RequestOutcome>;

/** Builds the scan of an object. */
export function wireScan(config: ScanConfig, telemetry: Telemetry): ScanObjectRef {
  const s3 = createS3ReadClient();
  const deps = objectDeps(config, telemetry);
  return async (ref, signal) => {
    const admission = admit(ref, config);
    if (admission.kind === 'pass') {
      telemetry.passed(`s3://${ref.bucket}/${ref.key}`, admission.reason);
      return { kind: 'done' };
    }
    const { owner } = admission.source;
    const target = { ...ref, ...(owner === undefined ? {} : { expectedBucketOwner: owner }) };
    return await scanAndPublish(createS3Object(s3, target, { signal }), ref, deps);
  };
}

function objectDeps(
  { stateTable, tenant, topicArn }: ScanConfig,
  telemetry: Telemetry,
): ObjectDeps {
  const { findings, ledger, partialMatches } = openState(stateTable);
  const guides = new Map([...rules, ...correlations].map((rule) => [rule.id, rule]));
  return {
    decoder: { decodeObject, parseRecord },
    quarantine: telemetry,
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, new Set(), correlations),
      window: {},
    },
    correlations,
    partialMatches,
    tenant,
    outbox: createOutbox(findings, topicArn, guides),
    ledger,
    ruleset: digest,
    // Not the invocation's id: Lambda's own retry has the same, and must not pass for the attempt that died.
    terms: () => ({ owner: globalThis.crypto.randomUUID(), leaseMs: LEASE_MS }),
    watch: telemetry,
  };
}
