// Nothing that has happened → an alert by which a destination is tried, and which nobody can take for a real one.

import type { Alert, Finding } from '../../src/model/index.ts';

/** What the alert is made of. */
export interface TestAlertFacts {
  readonly tenant: string;
  readonly nowMs: number;
  /** 27 letters and digits: PagerDuty opens an incident for each. */
  readonly suffix: string;
}

const TITLE = 'Test of this destination: nothing has happened';

/** The alert. Its origin marks it with `[TEST]` in every form. */
export function testAlert({ tenant, nowMs, suffix }: TestAlertFacts): Alert {
  const time = new Date(nowMs).toISOString();
  const lead = testFinding(tenant, time, suffix);
  const { id: findingId, count, isCountExact, source, hostKey, entityKey } = lead;
  const { id, title, level } = lead.rule;
  return {
    id: `a1_${suffix}`,
    revision: 0,
    event: 'opened',
    origin: 'test',
    group: { tenant, source, hostKey, entityKey },
    level,
    route: 'page',
    rules: [{ id, title, level, findingId, count, isCountExact }],
    lead,
    guide: {
      triage: ['Do nothing: `sigma-lambda notify test` was run, and this destination works.'],
      respond: [],
      harden: [],
      logging: [],
    },
    falsepositives: [],
    firstTime: time,
    lastTime: time,
    distinctDestinations: 0,
    isActive: true,
  };
}

function testFinding(tenant: string, time: string, suffix: string): Finding {
  return {
    id: `f1_${suffix}`,
    rule: { id: '00000000-0000-4000-8000-000000000000', title: TITLE, level: 'high', tags: [] },
    tenant,
    source: 'sysmon',
    time,
    firstTime: time,
    lastTime: time,
    day: time.slice(0, 10),
    host: 'no-host.example.com',
    hostKey: 'no-host.example.com',
    entityKey: '-',
    process: { image: 'no-program' },
    network: {},
    count: 1,
    isCountExact: true,
    destinations: [],
    distinctDestinations: 0,
    unknown: [],
    delivery: { object: '-', ordinal: 0, offset: 0 },
    matched: [],
  };
}
