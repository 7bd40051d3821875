// A stack's name → its functions, told apart by what they are configured with.

import { isJsonObject, type JsonValue, parseJson } from '../../model/index.ts';
import type { DeployedFunction, DeploymentInspector, Fact } from '../../ports/index.ts';

/** What there is of a stack. */
export interface Deployment {
  readonly stack: string;
  readonly region: string;
  readonly account: string;
  readonly scan: DeployedFunction | undefined;
  readonly settle: DeployedFunction | undefined;
  /** Where replays are on. */
  readonly replay?: DeployedFunction | undefined;
  /** One for each destination. */
  readonly notify: readonly DeployedFunction[];
  /** Buckets that scan may read, as its environment has them. */
  readonly sources: readonly DeployedSource[];
}

/** A bucket that is scanned. */
export interface DeployedSource {
  readonly bucket: string;
  /** `''` for all keys. */
  readonly prefixes: readonly string[];
}

/** Finds them. */
export async function findDeployment(
  stack: string,
  inspector: Pick<DeploymentInspector, 'functions'>,
): Promise<Fact<Deployment>> {
  const functions = await inspector.functions(`SigmaLambda/${stack}`);
  if (functions.kind === 'unknown') return functions;
  const of = (service: string) =>
    functions.value.filter(({ environment }) => environment['POWERTOOLS_SERVICE_NAME'] === service);
  const [scan] = of('scan');
  const [, , , region = '', account = ''] = functions.value[0]?.arn.split(':') ?? [];
  const value = {
    stack,
    region,
    account,
    scan,
    settle: of('settle')[0],
    replay: of('replay')[0],
    notify: of('notify'),
    sources: sourcesOf(scan),
  };
  return { kind: 'known', value };
}

function sourcesOf(scan: DeployedFunction | undefined): readonly DeployedSource[] {
  const value = parseJson(scan?.environment['SIGMA_LAMBDA_SOURCES'] ?? '[]');
  if (!Array.isArray(value)) return [];
  return value.filter(isJsonObject).flatMap((source) => {
    const { bucket } = source;
    return typeof bucket === 'string' ? [{ bucket, prefixes: prefixesOf(source['prefixes']) }] : [];
  });
}

function prefixesOf(value: JsonValue | undefined): readonly string[] {
  const texts = Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
  return texts.length === 0 ? [''] : texts;
}
