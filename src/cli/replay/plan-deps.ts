// Options of `replay plan` → how it lists, and how it reads its sample.

import type { S3Client } from '@aws-sdk/client-s3';
import { fileObject } from '../../adapters/local/index.ts';
import { safeText } from '../../model/index.ts';
import type { ScanObject } from '../../ports/index.ts';
import type { PlannedObject } from '../../replay/index.ts';
import type { SourceId } from '../../source/index.ts';
import type { CommandHost } from '../command-host.ts';
import { loadPlaceholders } from '../placeholder-file.ts';
import { loadPack } from '../rule-pack.ts';
import { type AwsFlags, s3Config } from './aws-place.ts';
import type { PlanDeps } from './make-plan.ts';
import type { RateLine } from './rate-line.ts';
import { type SampledPlan, takePlanSample } from './sample-plan.ts';

/** What it takes of the options. */
export interface PlanDepsFlags extends AwsFlags {
  readonly rules: readonly string[];
  readonly placeholders?: string;
  readonly tenant: string;
  readonly source?: SourceId;
}

/** What it lists and reads with, and whether something was left out that a person would miss. */
export interface KnownPlanDeps extends PlanDeps {
  readonly isWhole: () => boolean;
}

/** The rules are compiled only once there is something to read. */
export function planDeps(
  flags: PlanDepsFlags,
  { output, nowMs }: CommandHost,
  signal: AbortSignal,
  rate: RateLine,
): KnownPlanDeps {
  let isWhole = true;
  let made: Promise<S3Client> | undefined;
  const client = () => {
    made ??= makeClient(flags);
    return made;
  };
  const sampleOf = async (picked: SampledPlan) => {
    const { rules, correlations } = await loadPack(
      flags.rules,
      loadPlaceholders(flags.placeholders),
    );
    const openObject = await opener(picked, client, signal);
    return await takePlanSample(picked, {
      ...{ openObject, rules, correlations, signal },
      ...{ tenant: flags.tenant, source: flags.source },
      onFault: (fault) => output.note(`${safeText(`not sampled: ${fault}`)}\n`),
    });
  };
  return {
    ...{ client, signal, nowMs, sampleOf },
    isWhole: () => isWhole,
    onLeftOut(message, isFault) {
      if (isFault) isWhole = false;
      output.note(`${safeText(`left out: ${message}`)}\n`);
    },
    onListed: (objects) => rate.add(objects),
    onListedAll: () => rate.stop(),
  };
}

async function makeClient(flags: AwsFlags): Promise<S3Client> {
  const { createS3ReadClient } = await import('../../adapters/aws/index.ts');
  return createS3ReadClient(s3Config(flags));
}

/** Planned objects → what reads them: only what was planned, by its ETag. */
async function opener(
  picked: SampledPlan,
  client: () => Promise<S3Client>,
  signal: AbortSignal,
): Promise<(planned: PlannedObject) => ScanObject> {
  const local = ({ path, size }: { readonly path: string; readonly size: number }) =>
    fileObject(path, size, signal);
  if (picked.every((one) => 'path' in one)) {
    return (planned) => {
      if ('path' in planned) return local(planned);
      throw new TypeError('a plan is of files or of objects');
    };
  }
  const { createS3Object } = await import('../../adapters/aws/index.ts');
  const s3 = await client();
  return (planned) => {
    if ('path' in planned) return local(planned);
    const { bucket, key, etag, size } = planned;
    return createS3Object(s3, { bucket, key, etag, size }, { signal });
  };
}
