// A plan × a deployment → an execution of its state machine: started, or begun again where an earlier one failed.

import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedPlan } from '../../adapters/local/index.ts';
import { isJsonObject, parseJson, safeText } from '../../model/index.ts';
import { itemsPerBatch, MANIFEST_FILE, type RunSettings } from '../../replay/index.ts';
import { requireDeployment } from '../doctor/require-deployment.ts';
import { EnvironmentError, UsageError } from '../errors.ts';
import { plural } from '../plural.ts';
import { beginRun, type KnownRun, writeWhole } from './run-folder.ts';

/** Where a run on AWS is: kept beside its settings. */
export interface AwsRun {
  readonly executionArn: string;
  readonly region: string;
  /** Its files are below `replays/runs/<run>/`. */
  readonly bucket: string;
  readonly stack: string;
}

/** How it is started. */
export interface AwsStart {
  readonly planFolder: string;
  readonly opened: OpenedPlan;
  readonly settings: RunSettings;
  readonly stack: string;
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  /** Batches at once; the stack has a bound of its own. */
  readonly concurrency: number;
}

/** What a deployment has for replays. */
interface ReplayParts {
  readonly machineArn: string;
  readonly bucket: string;
  readonly owner: string;
  readonly region: string;
}

/** Puts the manifest where the state machine reads it, and starts an execution that bears the run's id. */
export async function startOnAws(start: AwsStart): Promise<KnownRun> {
  const { planFolder, opened, settings, stack, region, endpoint, concurrency } = start;
  const { plan } = opened;
  for await (const object of opened.objects()) {
    if (!('path' in object)) break;
    throw new UsageError('the plan is of files of this machine: run it here, without --on aws');
  }
  if (plan.objects === 0) throw new UsageError('the plan names no object: there is nothing to run');
  const aws = await import('../../adapters/aws/index.ts');
  const parts = await findParts(stack, aws.createDeploymentInspector({ region, endpoint }));
  const manifest = join(planFolder, MANIFEST_FILE);
  const key = `replays/plans/${plan.id}/${MANIFEST_FILE}`;
  const client = aws.createS3UploadClient({
    region: parts.region,
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
  });
  await aws.uploadTo(
    client,
    { bucket: parts.bucket, expectedBucketOwner: parts.owner },
    { key, bytes: statSync(manifest).size, open: () => createReadStream(manifest) },
  );
  const executions = aws.createReplayExecutions({ region: parts.region, endpoint });
  const run = beginRun(planFolder, settings);
  const executionArn = await executions.start(parts.machineArn, settings.id, {
    run: {
      id: settings.id,
      tenant: plan.tenant,
      source: plan.source ?? '',
      isPaging: settings.isPaging,
      started: settings.started,
      objects: plan.objects,
    },
    manifest: key,
    limits: { concurrency, items: itemsPerBatch(plan) },
  });
  const { bucket } = parts;
  const known: AwsRun = { executionArn, region: parts.region, bucket, stack };
  writeWhole(run.files.aws, `${JSON.stringify(known, undefined, 2)}\n`);
  return run;
}

async function findParts(
  stack: string,
  inspector: Parameters<typeof requireDeployment>[1],
): Promise<ReplayParts> {
  const { replay } = await requireDeployment(stack, inspector);
  if (replay === undefined) {
    throw new EnvironmentError(
      `stack ${safeText(stack)} has no function that replays in this region: set \`replay: on\` in its configuration, and deploy`,
    );
  }
  const [, partition = 'aws', , region = '', account = ''] = replay.arn.split(':');
  const bucket = replay.environment['SIGMA_LAMBDA_EVIDENCE_BUCKET'];
  if (bucket === undefined) throw new EnvironmentError(`${replay.arn} names no bucket of evidence`);
  const machineArn = `arn:${partition}:states:${region}:${account}:stateMachine:${stack}-replay`;
  return { machineArn, bucket, owner: account, region };
}

/** Of a run that was started on AWS; undefined of one on this machine. Throws EnvironmentError. */
export function readAwsRun({ files }: KnownRun): AwsRun | undefined {
  if (!existsSync(files.aws)) return undefined;
  const value = parseJson(readFileSync(files.aws, 'utf8'));
  const { executionArn, region, bucket, stack } = isJsonObject(value) ? value : {};
  const isWhole =
    typeof executionArn === 'string' &&
    typeof region === 'string' &&
    typeof bucket === 'string' &&
    typeof stack === 'string';
  if (isWhole) return { executionArn, region, bucket, stack };
  throw new EnvironmentError(`${files.aws} is damaged: expected where a run on AWS is`);
}

/** Said of a run that was started. */
export function startedText({ settings }: KnownRun, { plan }: OpenedPlan, folder: string): string {
  return `run ${settings.id} was started over ${plural(plan.objects, 'object')}\nnext: replay status ${safeText(folder)}\n`;
}
