// `doctor s3://BUCKET[/PREFIX]`: what stands between a bucket's logs and an alert, as far as can be seen without changing anything.

import type { Command } from 'commander';
import { rulesHash } from '../../../dist/rules/ruleset.mjs';
import type { ListedObject } from '../../ports/index.ts';
import type { CommandHost } from '../command-host.ts';
import type { Check } from '../doctor/check.ts';
import { diagnose, type DoctorDeps, type DoctorRequest } from '../doctor/diagnose.ts';
import { checksText, closingText, countChecks } from '../doctor/report.ts';
import { UsageError } from '../errors.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import { type Format, oneOf, parseFormat, parseRegion } from '../parse-options.ts';
import { loadRuleContext, SHIPPED_RULES } from '../rule-context.ts';
import { safeJson } from '../safe-text.ts';

const FAIL_ON = ['warning', 'problem'] as const;

interface DoctorFlags {
  readonly stack?: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly format: Format;
  readonly failOn?: (typeof FAIL_ON)[number];
}

const HELP = `
Examples:
  doctor s3://edr-logs                              the bucket alone, before anything is deployed
  doctor s3://edr-logs/fdr/ --stack sigma-lambda    and the deployment that scans it
  doctor s3://edr-logs --fail-on problem --format json

Asks with the credentials of the environment, and changes nothing: no message is taken, nothing is written. What is
refused is said, with the permission that it takes, and hides nothing else. Up to 20 objects are read, 8 MiB of each.
Exit: 0 done; 1 --fail-on reached; 2 something could not be asked or read; 64 usage.`;

const BUCKET = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;
const STACK = /^[A-Za-z][A-Za-z0-9-]{0,127}$/;

/** Adds the command to the program. */
export function addDoctorCommand(program: Command, host: CommandHost): void {
  program
    .command('doctor')
    .description('check a bucket and a deployment: what is wrong, and what to do')
    .argument('<bucket>', 's3://bucket or s3://bucket/prefix')
    .option('--stack <name>', 'also check the deployment of this stack', parseStack)
    .option(
      '--region <region>',
      'region of the stack; by default that of the environment',
      parseRegion,
    )
    .option(
      '--endpoint <url>',
      'ask another server than AWS, for example that of `local`',
      parseEndpoint,
    )
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .option('--fail-on <status>', 'exit 1 for a warning or a problem', parseFailOn)
    .addHelpText('after', HELP)
    .action(async (address: string, flags: DoctorFlags) => {
      host.exit(await doctor(parseAddress(address), flags, host));
    });
}

async function doctor(
  place: Pick<DoctorRequest, 'bucket' | 'prefix'>,
  flags: DoctorFlags,
  host: CommandHost,
): Promise<number> {
  const deps = await connect(place.bucket, flags, host);
  const checks = await diagnose({ ...place, stack: flags.stack }, deps);
  await print(checks, flags.format, host);
  const counts = countChecks(checks);
  const failed = counts.problem + (flags.failOn === 'warning' ? counts.warning : 0);
  if (checks.some(({ isRefused }) => isRefused === true)) return EXIT_INCOMPLETE;
  return flags.failOn !== undefined && failed > 0 ? EXIT_FAILED : EXIT_OK;
}

/** The SDK takes longer to load than most commands to run: only who asks AWS waits for it. */
async function connect(
  bucket: string,
  { region, endpoint }: DoctorFlags,
  { nowMs }: CommandHost,
): Promise<DoctorDeps> {
  const aws = await import('../../adapters/aws/index.ts');
  const config = {
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true }),
    followRegionRedirects: true,
  };
  const reader = aws.createS3ReadClient(config);
  const inspecting = aws.createS3InspectClient(config);
  const bucketNamed = (name: string) => aws.createBucketInspector(inspecting, name);
  return {
    s3: bucketNamed(bucket),
    bucketNamed,
    keys: aws.createKeyInspector({
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
    }),
    openObject: ({ key, size }: ListedObject) => aws.createS3Object(reader, { bucket, key, size }),
    deployment: aws.createDeploymentInspector({ region, endpoint }),
    rules: loadRuleContext([SHIPPED_RULES]),
    rulesHash,
    nowMs,
  };
}

async function print(
  checks: readonly Check[],
  format: Format,
  { output }: CommandHost,
): Promise<void> {
  switch (format) {
    case 'json':
      return output.print(`${safeJson({ checks, summary: countChecks(checks) })}\n`);
    case 'ndjson':
      await output.print(checks.map((one) => `${safeJson(one)}\n`).join(''));
      return output.note(closingText(checks));
    case 'table':
      await output.print(checksText(checks, output.textColumns));
      return output.note(closingText(checks));
  }
}

function parseAddress(text: string): Pick<DoctorRequest, 'bucket' | 'prefix'> {
  const [, bucket, prefix = ''] = BUCKET.exec(text) ?? [];
  if (bucket !== undefined) return { bucket, prefix };
  throw new UsageError(
    `${JSON.stringify(text)} is no bucket; expected s3://BUCKET or s3://BUCKET/PREFIX`,
  );
}

function parseStack(text: string): string {
  if (STACK.test(text)) return text;
  throw new UsageError('--stack is no name of a stack; expected for example sigma-lambda');
}

function parseEndpoint(text: string): string {
  if (/^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new UsageError('--endpoint is no URL; expected for example http://127.0.0.1:4566');
}

function parseFailOn(text: string): (typeof FAIL_ON)[number] {
  return oneOf('--fail-on', text, FAIL_ON);
}
