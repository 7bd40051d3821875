// A bucket, and a deployment if one is named → every check, in the order in which things are mended.

import type { CompiledRule } from '../../model/index.ts';
import type {
  BucketInspector,
  DeploymentInspector,
  Fact,
  KeyInspector,
  ListedObject,
  ScanObject,
} from '../../ports/index.ts';
import type { RuleContext } from '../rule-context.ts';
import { checkRegion, checkSettings } from './bucket-checks.ts';
import { type Check, ifKnown, notChecked, ok, problem } from './check.ts';
import { type Deployment, findDeployment } from './deployment.ts';
import { checkFunctions, checkMappings } from './function-checks.ts';
import { checkNotifications } from './notification-checks.ts';
import { checkObjects } from './object-checks.ts';
import { checkQueues } from './queue-checks.ts';
import { findRecent } from './recent-objects.ts';
import { checkSample } from './sample-checks.ts';
import { takeSample } from './sample.ts';
import { checkSegments } from './segment-checks.ts';
import { checkTelling } from './telling-checks.ts';

/** What is looked at. */
export interface DoctorRequest {
  readonly bucket: string;
  /** `''` for all keys. */
  readonly prefix: string;
  /** Name of the stack; undefined: the bucket alone. */
  readonly stack: string | undefined;
}

/** By what it is looked at. */
export interface DoctorDeps {
  readonly s3: BucketInspector;
  /** The same of another bucket of the deployment. */
  bucketNamed(name: string): BucketInspector;
  readonly keys: KeyInspector;
  openObject(object: ListedObject): ScanObject;
  readonly deployment: DeploymentInspector;
  readonly rules: RuleContext;
  /** Hash of the rules of this repository. */
  readonly rulesHash: string;
  readonly nowMs: number;
}

const NO_DEPLOYMENT: Fact<Deployment | undefined> = { kind: 'known', value: undefined };

/** Diagnoses. Every question is asked, whatever becomes of the others. */
export async function diagnose(
  request: DoctorRequest,
  deps: DoctorDeps,
): Promise<readonly Check[]> {
  const { stack } = request;
  const found: Fact<Deployment | undefined> =
    stack === undefined ? NO_DEPLOYMENT : await findDeployment(stack, deps.deployment);
  const deployment = found.kind === 'known' ? found.value : undefined;
  const { checks, topics } = await checkBucket(request, deployment, deps);
  return [
    ...checks,
    ...(await checkContent(request, deps)),
    ...ifKnown('functions', found, 'lambda:ListFunctions', () => []),
    ...(deployment === undefined ? [] : await checkDeployment(deployment, request, topics, deps)),
  ];
}

async function checkBucket(
  { bucket, prefix }: DoctorRequest,
  deployment: Deployment | undefined,
  { s3, keys, deployment: inspector }: DoctorDeps,
): Promise<{ readonly checks: readonly Check[]; readonly topics: readonly string[] }> {
  const [region, notifications, settings] = await Promise.all([
    s3.region(),
    s3.notifications(),
    checkSettings({ bucket, account: deployment?.account || undefined }, s3, keys),
  ]);
  const owned = deployment?.account ? await s3.region(deployment.account) : undefined;
  const isOtherAccount =
    region.kind === 'known' && owned?.kind === 'unknown' && owned.code === 'AccessDenied';
  const deployed = deployment?.region || undefined;
  const sources = (deployment?.sources ?? []).filter((one) => one.bucket === bucket);
  const queue = deployment?.scan?.environment['SIGMA_LAMBDA_QUEUE_URL'];
  const known = queue === undefined ? undefined : await inspector.queue(queue);
  const context = {
    bucket,
    prefixes: sources.length === 0 ? [prefix] : sources.flatMap(({ prefixes }) => prefixes),
    queuePolicy: known?.kind === 'known' ? known.value.policy : undefined,
    ours: new Set([queueArn(queue, deployed), deployment?.scan?.arn].flatMap((arn) => arn ?? [])),
    isOtherRegion: region.kind === 'known' && deployed !== undefined && region.value !== deployed,
    isOtherAccount,
  };
  const topics =
    notifications.kind === 'known'
      ? notifications.value.notifications.filter(({ target }) => target === 'topic')
      : [];
  const checks = [
    ...ifKnown('region', region, 's3:ListBucket on the bucket', (value) => [
      checkRegion(value, deployed),
    ]),
    ...(isOtherAccount ? [otherAccount(bucket, deployment?.account ?? '')] : []),
    ...ifKnown('notifications', notifications, 's3:GetBucketNotification', (value) =>
      checkNotifications(value, context),
    ),
    ...settings,
  ];
  return { checks, topics: topics.map(({ arn }) => arn) };
}

/** `https://sqs.REGION.amazonaws.com/ACCOUNT/NAME`, whose region the deployment knows. */
function queueArn(url: string | undefined, region: string | undefined): string | undefined {
  const [name, account] = url?.split('/').toReversed() ?? [];
  return name === undefined || account === undefined
    ? undefined
    : `arn:aws:sqs:${region ?? ''}:${account}:${name}`;
}

function otherAccount(bucket: string, account: string): Check {
  return ok('account', `${bucket} is of another account than the deployment's ${account}: mode E`);
}

/** What is in it, and what the rules make of that. */
async function checkContent(
  { prefix }: DoctorRequest,
  { s3, openObject, rules, nowMs }: DoctorDeps,
): Promise<readonly Check[]> {
  const recent = await findRecent(s3, prefix);
  const listed = ifKnown('objects', recent, 's3:ListBucket', (value) => checkObjects(value, nowMs));
  if (recent.kind === 'unknown') return listed;
  const readable = recent.value.recent.filter(({ storageClass }) => !ARCHIVED.has(storageClass));
  if (readable.length === 0) {
    const why = 'no object that can be read';
    return [...listed, notChecked('sample', why, 'ask again once logs have come')];
  }
  const judged: readonly CompiledRule[] = rules.compiled;
  const sample = await takeSample(readable.map(openObject), judged);
  return [...listed, ...checkSample(sample, rules)];
}

const ARCHIVED: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

async function checkDeployment(
  deployment: Deployment,
  { bucket }: DoctorRequest,
  topics: readonly string[],
  { deployment: inspector, bucketNamed, rulesHash, nowMs }: DoctorDeps,
): Promise<readonly Check[]> {
  const functions = checkFunctions(deployment, rulesHash);
  if (deployment.scan === undefined) return functions;
  return [
    ...functions,
    checkSources(deployment, bucket),
    ...(await checkMappings(deployment, inspector)),
    ...(await checkQueues(deployment, bucket, topics, inspector)),
    ...(await checkSegments(deployment, bucketNamed, nowMs)),
    ...(await checkTelling(deployment, inspector)),
  ];
}

function checkSources({ sources }: Deployment, bucket: string): Check {
  const own = sources.filter((one) => one.bucket === bucket);
  const scanned = sources.map((one) => one.bucket).join(', ') || 'none';
  if (own.length > 0) {
    const prefixes = own.flatMap((one) => one.prefixes).map((one) => one || 'all keys');
    return ok('scanned', `${bucket}: ${prefixes.join(', ')}`);
  }
  return problem('scanned', {
    found: `the deployment scans ${scanned}`,
    expected: `${bucket} among them`,
    action: 'add it to the configuration (docs/deploy.md), or ask about one of those',
  });
}
