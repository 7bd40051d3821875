// LimaCharlie's records → objects of its S3 output: a folder for each hour, a stream and a count for a name.

import { at, WS_17 } from '../company.ts';
import { asLines, type EventObject } from '../event-objects.ts';
import { BACKUP_AGENT, INVOICE_VIEWER, POWERSHELL } from '../programs.ts';
import { agentFacts, inOrder, recordsBetween, type TimedRecord } from '../timeline.ts';
import { identityRecord, limaRecords } from './records.ts';

/** The output writes here: between the start of the attacker's program and the list of its connections, and after. */
const CUTS_MS = [at('10:11:00.000'), at('10:15:10.000'), at('10:18:30.000')];

/** First seen that day on ws-17: the attacker's program, and PowerShell since an update of Windows. */
function identities(): readonly TimedRecord[] {
  const facts = inOrder(agentFacts());
  const firstOf = (program: typeof POWERSHELL) =>
    facts.find(({ process }) => process.program === program && isWatched(process.machine, program));
  const isWatched = (machine: typeof WS_17, program: typeof POWERSHELL) =>
    machine === WS_17 || program === BACKUP_AGENT;
  return [INVOICE_VIEWER, POWERSHELL, BACKUP_AGENT].flatMap((program) => {
    const fact = firstOf(program);
    if (fact === undefined) return [];
    const kind = program === BACKUP_AGENT ? 'ONGOING_IDENTITY' : 'CODE_IDENTITY';
    return [identityRecord(kind, fact.process, fact.timeMs + 150)];
  });
}

/** The objects of events/limacharlie. */
export function limaObjects(): readonly EventObject[] {
  const all = inOrder([...limaRecords(agentFacts()), ...identities()]);
  return [...CUTS_MS, Number.POSITIVE_INFINITY].map((toMs, index) => ({
    path: `limacharlie/edr/2026/11/20/10/d1_${index + 1}.gz`,
    compression: 'gzip',
    parts: [asLines(recordsBetween(all, CUTS_MS[index - 1] ?? 0, toMs))],
  }));
}
