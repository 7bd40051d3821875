// Arguments of `npm run synth` and cdk.json → the context and the folder that infra/app.ts is run with.

import { isAbsolute, join } from 'node:path';
import { parseArgs } from 'node:util';

/** What one synthesis is asked for. */
export interface SynthRequest {
  /** CDK context: cdk.json's, then the command line's. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Folder that the cloud assembly is written to. */
  readonly output: string;
  /** Hash, or its beginning, of the rule set to deploy; absent: the rules of the working tree. */
  readonly ruleset?: string;
}

/** An argument that cannot be used. */
export class SynthUsageError extends Error {
  override readonly name = 'SynthUsageError';
}

/** What the `cdk` command adds by itself, so that both ways give the same template. */
const CDK_COMMAND_CONTEXT = {
  'aws:cdk:enable-asset-metadata': true,
  'aws:cdk:enable-path-metadata': true,
};

/** One line for people who mistyped. */
export const USAGE =
  'usage: npm run synth -- [--config FILE | --mode A|B|C|D|E|F] [--context KEY=VALUE]... [--output DIR] [--ruleset HASH]';

/** Configuration files that are shipped, one for each mode of a bucket. */
const SAMPLES: Readonly<Record<string, string>> = {
  A: 'infra/samples/a-created.yml',
  B: 'infra/samples/b-notification.yml',
  C: 'infra/samples/c-eventbridge.yml',
  D: 'infra/samples/d-sns-topic.yml',
  E: 'infra/samples/e-other-account.yml',
  F: 'infra/samples/f-crowdstrike-fdr.yml',
};

/**
 * Parses the arguments. Throws {@link SynthUsageError}.
 * @param cdkJson cdk.json as text
 */
export function parseSynthRequest(
  root: string,
  args: readonly string[],
  cdkJson: string,
): SynthRequest {
  const { context, output, config, mode, ruleset } = parseFlags(args);
  const path = configOf(config, mode);
  const fromFile: unknown = JSON.parse(cdkJson);
  return {
    context: {
      ...CDK_COMMAND_CONTEXT,
      ...contextOf(fromFile),
      ...Object.fromEntries(context.map(splitPair)),
      ...(path === undefined ? {} : { config: path }),
    },
    output: isAbsolute(output) ? output : join(root, output),
    ...(ruleset === undefined ? {} : { ruleset }),
  };
}

/** The file that the command line names, by its path or as a sample. */
function configOf(config: string | undefined, mode: string | undefined): string | undefined {
  if (mode === undefined) return config;
  const sample = Object.hasOwn(SAMPLES, mode) ? SAMPLES[mode] : undefined;
  if (sample !== undefined && config === undefined) return sample;
  const expected = Object.keys(SAMPLES).join(', ');
  throw new SynthUsageError(
    `--mode is ${JSON.stringify(mode)}; expected one of ${expected}, and no --config beside it`,
  );
}

/** The command line's flags as they are. */
interface Flags {
  readonly context: readonly string[];
  readonly output: string;
  readonly config?: string;
  readonly mode?: string;
  readonly ruleset?: string;
}

function parseFlags(args: readonly string[]): Flags {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        context: { type: 'string', short: 'c', multiple: true, default: [] },
        output: { type: 'string', short: 'o', default: 'cdk.out' },
        config: { type: 'string' },
        mode: { type: 'string' },
        ruleset: { type: 'string' },
      },
    });
    return values;
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new SynthUsageError(cause.message, { cause });
  }
}

function splitPair(pair: string): readonly [string, string] {
  const at = pair.indexOf('=');
  if (at < 1) {
    throw new SynthUsageError(`--context is ${JSON.stringify(pair)}; expected KEY=VALUE`);
  }
  return [pair.slice(0, at), pair.slice(at + 1)];
}

function contextOf(cdkJson: unknown): object {
  if (typeof cdkJson !== 'object' || cdkJson === null || !('context' in cdkJson)) return {};
  const { context } = cdkJson;
  return typeof context === 'object' && context !== null ? context : {};
}
