// A folder → the plan in it, checked before anything is read that it names.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  MANIFEST_FILE,
  MAX_LINE_CHARACTERS,
  PLAN_FILE,
  PlanError,
  type PlannedObject,
  parseManifestLine,
  parsePlan,
  type ReplayPlan,
} from '../../replay/index.ts';
import { codeOf } from './error-code.ts';
import { LISTING_FILE } from './plan-draft.ts';

/** A plan that can be run. */
export interface OpenedPlan {
  readonly plan: ReplayPlan;
  /** The manifest, by index, in memory that does not grow with it. Throws PlanError for a line that is none. */
  objects(): AsyncIterable<PlannedObject>;
}

/** `plan.json` has the costs of some twenty things; more is no plan. */
const MAX_PLAN_BYTES = 2 ** 20;

/** Opens the plan of a folder: its manifest must be the one that the plan was made with. Throws PlanError. */
export async function openPlan(folder: string): Promise<OpenedPlan> {
  const plan = parsePlan(await readPlanText(folder), join(folder, PLAN_FILE));
  const manifest = join(folder, MANIFEST_FILE);
  const { sha256, lines } = await digestOf(manifest);
  if (sha256 !== plan.manifestSha256) {
    throw new PlanError(
      `${manifest} has the SHA-256 ${sha256}, expected ${plan.manifestSha256}: it was changed or is damaged; plan again`,
    );
  }
  // A run counts by it: objects behind would be passed over.
  if (lines !== plan.objects) {
    throw new PlanError(
      `${join(folder, PLAN_FILE)} says that there are ${plan.objects} objects, and ${MANIFEST_FILE} has ${lines}: it was changed or is damaged; plan again`,
    );
  }
  return { plan, objects: () => plannedObjects(manifest) };
}

/** Lines of a manifest or of needs-restore.jsonl → objects. Throws PlanError. */
export async function* plannedObjects(path: string): AsyncGenerator<PlannedObject> {
  let index = 0;
  for await (const line of linesOf(path)) yield parseManifestLine(line, index++, path);
}

async function readPlanText(folder: string): Promise<string> {
  const path = join(folder, PLAN_FILE);
  try {
    const { size } = await stat(path);
    if (size > MAX_PLAN_BYTES) throw new PlanError(`${path} has ${size} bytes: that is no plan`);
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause instanceof PlanError ? cause : unread(path, cause);
    const listing = await stat(join(folder, LISTING_FILE)).catch(() => undefined);
    throw new PlanError(
      listing === undefined
        ? `${folder} holds no plan: there is no ${PLAN_FILE}; make one by \`replay plan PLACE --out ${folder}\``
        : `${folder} holds a plan whose listing did not end; the same \`replay plan\` again goes on with it`,
      { cause },
    );
  }
}

const NEWLINE = 0x0a;

/** SHA-256 of a file, in hex, and how many lines it has. */
async function digestOf(
  path: string,
): Promise<{ readonly sha256: string; readonly lines: number }> {
  const hash = createHash('sha256');
  let lines = 0;
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 18 })) {
      const bytes: Uint8Array = chunk;
      hash.update(bytes);
      for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++;
    }
  } catch (cause) {
    throw unread(path, cause);
  }
  return { sha256: hash.digest('hex'), lines };
}

/** A line that has no end within bounds is an error, not memory. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 16 })) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
    if (rest.length > MAX_LINE_CHARACTERS) {
      throw new PlanError(`${path} has a line of more than ${MAX_LINE_CHARACTERS} characters`);
    }
  }
  if (rest !== '') throw new PlanError(`${path} ends amid a line: ${rest.slice(0, 80)}`);
}

function unread(path: string, cause: unknown): PlanError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new PlanError(`${path} cannot be read: ${why}`, { cause });
}
