// CDK context → which file holds the configuration. Context holds nothing else of ours.

import { InfraConfigError } from './errors.ts';

/** CDK context as it came: from cdk.json, cdk.context.json or `--context key=value`. */
export type Context = Readonly<Record<string, unknown>>;

/** What cdk.json points at. */
export const DEFAULT_CONFIG = 'infra/deployment.yml';

/** The plain key that the `cdk` command itself reads from context. */
const CDK_COMMAND_KEYS: readonly string[] = ['cli-telemetry'];

/**
 * Path of the configuration file, as it stands in `config`. Throws an InfraConfigError for a setting that is given as
 * context: it would be in force only until somebody synthesises without it, and no review would show it.
 */
export function configPathOf(context: Context): string {
  const { config = DEFAULT_CONFIG, ...others } = context;
  const problems = Object.keys(others)
    .filter((key) => !isCdks(key))
    .map(
      (key) =>
        `${key} is given as context; expected it in the configuration file (${String(config)}), as "${key}: …"`,
    );
  const isPath = typeof config === 'string' && config !== '';
  if (!isPath)
    problems.push(`config is ${JSON.stringify(config)}; expected the path of a YAML file`);
  if (problems.length > 0 || !isPath) throw new InfraConfigError(problems, 'context');
  return config;
}

/** CDK's own keys hold one of these: feature flags, `aws:cdk:…`, cached look-ups. */
function isCdks(key: string): boolean {
  return /[@:/]/.test(key) || CDK_COMMAND_KEYS.includes(key);
}
