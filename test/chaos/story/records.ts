// Facts of a group → its records with their times, in the words and the shape of its sensor.

import { carbonBlackRecords } from '../../../scripts/gen-events/carbon-black-cloud/records.ts';
import { falconRecords } from '../../../scripts/gen-events/crowdstrike-fdr/records.ts';
import { documentsOf } from '../../../scripts/gen-events/elastic-defend/events.ts';
import type { Fact, Machine } from '../../../scripts/gen-events/facts.ts';
import { harfangRecords } from '../../../scripts/gen-events/harfanglab/records.ts';
import type { JsonRecord } from '../../../scripts/gen-events/json.ts';
import { ocsfRecords } from '../../../scripts/gen-events/ocsf/records.ts';
import { sentinelRecords } from '../../../scripts/gen-events/sentinelone/records.ts';
import { eventsOfFacts, type SysmonEvent } from '../../../scripts/gen-events/sysmon/events.ts';
import { flatRecord, nxlogRecord } from '../../../scripts/gen-events/sysmon/flat-shapes.ts';
import { winlogbeat8Record } from '../../../scripts/gen-events/sysmon/nested-shapes.ts';
import type { Group } from './machines.ts';

/** A record, and when its sensor wrote it. */
export interface StoryRecord {
  readonly timeMs: number;
  readonly record: JsonRecord;
}

/** All records of a group's facts. */
export function recordsOf(group: Group, facts: readonly Fact[]): readonly StoryRecord[] {
  return RENDER[group](facts);
}

const RENDER: Readonly<Record<Group, (facts: readonly Fact[]) => readonly StoryRecord[]>> = {
  'sysmon-nxlog': sysmon(nxlogRecord),
  'sysmon-flat': sysmon(flatRecord),
  'sysmon-winlogbeat': sysmon(winlogbeat8Record),
  'elastic-clients': elastic,
  'elastic-servers': elastic,
  sentinelone: (facts) => facts.flatMap(sentinelRecords),
  'carbon-black-cloud': (facts) => facts.flatMap(carbonBlackRecords),
  ocsf: (facts) => facts.flatMap(ocsfRecords),
  harfanglab: (facts) => facts.flatMap(harfangRecords),
  'crowdstrike-fdr': (facts) => facts.flatMap(falconRecords),
};

function sysmon(shape: (event: SysmonEvent) => JsonRecord) {
  return (facts: readonly Fact[]): readonly StoryRecord[] =>
    perMachine(facts, (machine, own) =>
      eventsOfFacts(machine, own).map((event) => ({
        timeMs: event.recordMs,
        record: shape(event),
      })),
    );
}

function elastic(facts: readonly Fact[]): readonly StoryRecord[] {
  return perMachine(facts, documentsOf);
}

/** Machines number their records themselves. Machines are told apart by name: each fact has its own object of it. */
function perMachine(
  facts: readonly Fact[],
  render: (machine: Machine, own: readonly Fact[]) => readonly StoryRecord[],
): readonly StoryRecord[] {
  const own = Map.groupBy(facts, ({ process }) => process.machine.name);
  return [...own.values()].flatMap((some) => {
    const machine = some[0]?.process.machine;
    return machine === undefined
      ? []
      : render(
          machine,
          some.map((fact) => onMachine(fact, machine)),
        );
  });
}

function onMachine(fact: Fact, machine: Machine): Fact {
  return { ...fact, process: { ...fact.process, machine } };
}
