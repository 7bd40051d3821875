// The story → Sysmon's events of each machine, in the order of its log and numbered as the log numbers them.

import type { Fact, Machine } from '../facts.ts';
import { BACKUP_AGENT } from '../programs.ts';
import { drawFor, hexOf } from '../random.ts';
import { story } from '../story.ts';
import { momentsOf, type SysmonMoment } from './event-data.ts';

/** An event with its place in the log of its machine. */
export interface SysmonEvent extends SysmonMoment {
  readonly recordNumber: number;
  /** Of the Sysmon service: it wrote the record. */
  readonly servicePid: number;
  readonly threadId: number;
}

/**
 * The company's Sysmon configuration leaves out the backup agent's connections (NetworkConnect, exclude by Image), as
 * configurations do: Sysmon cannot say that its signature is valid, and the rule would rightly speak of it.
 */
function isLogged(fact: Fact): boolean {
  return fact.kind !== 'connection' || fact.process.program !== BACKUP_AGENT;
}

/** Events of one machine in the story. */
export function eventsOf(machine: Machine): readonly SysmonEvent[] {
  return eventsOfFacts(machine, story());
}

/** Events of one machine in some facts. Numbered from the same number at each call. */
export function eventsOfFacts(machine: Machine, facts: readonly Fact[]): readonly SysmonEvent[] {
  const draw = drawFor(`sysmon log of ${machine.name}`);
  const servicePid = draw(500, 900) * 4;
  const threadIds = [servicePid + 112, servicePid + 348, servicePid + 1_204] as const;
  const moments = facts
    .filter((fact) => fact.process.machine === machine && isLogged(fact))
    .flatMap(momentsOf)
    .toSorted((one, other) => one.recordMs - other.recordMs);
  let recordNumber = Number.parseInt(hexOf(`record numbers of ${machine.name}`, 5), 16);
  return moments.map((moment) => {
    // Gaps: the channel holds events that the collector's query leaves out.
    recordNumber += draw(1, 3);
    const threadId = threadIds[moment.eventId === 3 ? 1 : 0];
    return { ...moment, recordNumber, servicePid, threadId };
  });
}
