// An id and where findings are kept, or standard input → the finding that is to be verified.

import { createReadStream } from 'node:fs';
import { text } from 'node:stream/consumers';
import { unitedFinding } from '../../finding/index.ts';
import { safeText } from '../../model/index.ts';
import { requireScan } from '../doctor/require-deployment.ts';
import { EnvironmentError, reasonOf, UsageError } from '../errors.ts';
import { STDIN_NAME } from '../scan/list-objects.ts';
import { linesOf } from '../triage/lines.ts';
import { FINDING_ID, type StatedFinding, statedFinding, statedOf } from './stated-finding.ts';

/** Where findings are kept. */
export interface FindingPlaces {
  readonly findings?: string;
  readonly stateTable?: string;
  readonly stack?: string;
  readonly tenant: string;
  /** What has ended by then is not there any more; epoch ms. */
  readonly nowMs: number;
  readonly region?: string;
  readonly endpoint?: string;
}

/** Finds it. Throws UsageError for no place or several, EnvironmentError where it is not there. */
export async function findStated(wanted: string, places: FindingPlaces): Promise<StatedFinding> {
  if (wanted === STDIN_NAME) return statedFinding(await text(process.stdin), 'standard input');
  if (!FINDING_ID.test(wanted)) {
    throw new UsageError(
      `"${safeText(wanted)}" is no finding; expected f1_ and 27 characters, or - for its JSON by standard input`,
    );
  }
  const { findings, stateTable, stack } = places;
  const given = [findings, stateTable, stack].filter((place) => place !== undefined);
  if (given.length !== 1) {
    throw new UsageError(
      `where the finding is kept must be named by one of --findings, --state-table and --stack; ${given.length} are`,
    );
  }
  if (findings !== undefined) return await findInFile(wanted, findings);
  return await findInTable(wanted, places);
}

/** The last line of that id: a finding that is printed again has more in it. */
async function findInFile(id: string, path: string): Promise<StatedFinding> {
  let found: string | undefined;
  let line = 0;
  let foundAt = 0;
  try {
    for await (const one of linesOf(createReadStream(path))) {
      line++;
      if (!one.includes(id)) continue;
      found = one;
      foundAt = line;
    }
  } catch (cause) {
    throw new EnvironmentError(`${path} cannot be read: ${reasonOf(cause)}`, { cause });
  }
  if (found === undefined)
    throw new EnvironmentError(`${path} has no finding ${id} in ${line} lines`);
  const stated = statedFinding(found, `${path} line ${foundAt}`);
  if (stated.id === id) return stated;
  throw new EnvironmentError(
    `${path} line ${foundAt} names ${id}, and is of the finding ${stated.id}`,
  );
}

/** The SDK takes longer to load than most commands to run: only who names a table waits for it. */
async function findInTable(id: string, places: FindingPlaces): Promise<StatedFinding> {
  const { tenant, region, endpoint } = places;
  const aws = await import('../../adapters/aws/index.ts');
  const table = places.stateTable ?? (await tableOf(places.stack ?? '', aws, places));
  const client = aws.createDynamoClient({
    ...(region === undefined ? {} : { region }),
    ...(endpoint === undefined ? {} : { endpoint }),
  });
  try {
    const state = aws.createState({
      client,
      tableName: table,
      clock: { nowMs: () => places.nowMs },
      waiting: aws.SYSTEM_WAITING,
    });
    const stored = await state.findings.read(tenant, id);
    if (stored !== undefined) return statedOf(unitedFinding(stored));
  } catch (cause) {
    throw new EnvironmentError(`the table ${table} cannot be asked: ${reasonOf(cause)}`, { cause });
  } finally {
    client.destroy();
  }
  throw new EnvironmentError(`the table ${table} has no finding ${id} of the tenant ${tenant}`);
}

async function tableOf(
  stack: string,
  aws: typeof import('../../adapters/aws/index.ts'),
  { region, endpoint }: FindingPlaces,
): Promise<string> {
  const inspector = aws.createDeploymentInspector({ region, endpoint });
  const { environment } = await requireScan(stack, inspector);
  const table = environment['SIGMA_LAMBDA_STATE_TABLE'];
  if (table !== undefined && table !== '') return table;
  throw new EnvironmentError(`the scan function of ${safeText(stack)} names no state table`);
}
