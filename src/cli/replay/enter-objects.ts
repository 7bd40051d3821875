// Objects that a run read to their end → their entries in the deployment's ledger, as a replay's.

import type { FindingPart } from '../../model/index.ts';
import { atOnce, scanBalances } from '../../pipeline/index.ts';
import type { CompletedScan, ObjectLedger } from '../../ports/index.ts';
import type { PlannedObject, PlannedS3Object } from '../../replay/index.ts';
import type { EndedLine, Journal } from './journal.ts';
import { partNameOf } from './planned-reader.ts';

/** What is entered of a run. */
export interface Entered {
  readonly objects: () => AsyncIterable<PlannedObject>;
  readonly journal: Journal;
  readonly parts: readonly FindingPart[];
  readonly tenant: string;
  readonly ruleset: string;
}

/** Ended readings that are held at a time; for each so many the manifest is read once. */
const AT_ONCE = 20_000;

const WRITES_AT_ONCE = 16;

/** Enters those that both passes read to their end; files of this machine have no entry. Again changes nothing. */
export async function enterObjects(run: Entered, ledger: ObjectLedger): Promise<void> {
  const perObject = new Map<string, number>();
  for (const { object } of run.parts) perObject.set(object, (perObject.get(object) ?? 0) + 1);
  let lines = new Map<number, EndedLine>();
  const enter = async (object: PlannedS3Object, line: EndedLine) => {
    const findings = perObject.get(partNameOf(object)) ?? 0;
    const { bucket, key, etag, size } = object;
    const version = { tenant: run.tenant, bucket, key, etag, size };
    await ledger.complete(version, scanOf(line, findings, run.ruleset));
  };
  const flush = async () => {
    const due: (() => Promise<void>)[] = [];
    for await (const object of run.objects()) {
      const line = lines.get(object.index);
      if (line !== undefined && !('path' in object)) due.push(() => enter(object, line));
    }
    await atOnce(due, WRITES_AT_ONCE, (one) => one());
    lines = new Map();
  };
  for await (const line of run.journal.read()) {
    if (line.kind !== 'done' || line.pass !== 'find' || line.fate !== 'scanned') continue;
    if (run.journal.unseen(line.index) !== undefined) continue;
    lines.set(line.index, line);
    if (lines.size === AT_ONCE) await flush();
  }
  if (lines.size > 0) await flush();
}

function scanOf({ counts }: EndedLine, findings: number, ruleset: string): CompletedScan {
  if (counts === undefined) throw new TypeError('an object was scanned without counts');
  return { ruleset, counts, findings, balances: scanBalances(counts), origin: 'replay' };
}
