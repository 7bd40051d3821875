// Configuration → the scan function's parts, made once per cold start. The only module-level state is built from here.

import { correlations, rules } from '../../dist/rules/ruleset.mjs';
import {
  createS3Object,
  createS3ReadClient,
  createSnsClient,
  createSnsSink,
} from '../../src/adapters/aws/index.ts';
import { createMemoryPartialMatches } from '../../src/adapters/local/index.ts';
import { decodeObject, parseRecord } from '../../src/decode/index.ts';
import { createRouting } from '../../src/pipeline/index.ts';
import { createRegistry } from '../../src/source/index.ts';
import { admit } from './admit.ts';
import type { ScanConfig } from './config.ts';
import type { ObjectRef } from './events/delivery.ts';
import { type ObjectDeps, scanAndPublish } from './scan-and-publish.ts';
import type { RequestOutcome } from './scan-delivery.ts';
import type { Telemetry } from './telemetry.ts';

/** Scans one object, if it is to be scanned; `signal` ends the reading. */
export type ScanObjectRef = (object: ObjectRef, signal: AbortSignal) => Promise<RequestOutcome>;

/** Builds what begins a delivery: its objects share one memory of what correlations wait for. */
export function wireScan(config: ScanConfig, telemetry: Telemetry): () => ScanObjectRef {
  const s3 = createS3ReadClient();
  const shared: Omit<ObjectDeps, 'partialMatches'> = {
    decoder: { decodeObject, parseRecord },
    quarantine: telemetry,
    evaluation: {
      registry: createRegistry(),
      routing: createRouting(rules, new Set(), correlations),
      window: {},
    },
    rules: new Map([...rules, ...correlations].map((rule) => [rule.id, rule])),
    correlations,
    tenant: config.tenant,
    sink: createSnsSink(createSnsClient(), config.topicArn),
    watch: telemetry,
  };
  return () => {
    const deps: ObjectDeps = { ...shared, partialMatches: createMemoryPartialMatches() };
    return async (ref, signal) => {
      const admission = admit(ref, config);
      if (admission.kind === 'pass') {
        telemetry.passed(`s3://${ref.bucket}/${ref.key}`, admission.reason);
        return { kind: 'done' };
      }
      const { owner } = admission.source;
      const target = { ...ref, ...(owner === undefined ? {} : { expectedBucketOwner: owner }) };
      return await scanAndPublish(createS3Object(s3, target, { signal }), deps);
    };
  };
}
