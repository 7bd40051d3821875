// The story's order in time, which sequence rules and the process join are tested against.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attack } from '../../scripts/gen-events/attack.ts';
import { WS_17 } from '../../scripts/gen-events/company.ts';
import type { ConnectionFact, RunFact } from '../../scripts/gen-events/facts.ts';
import { INVOICE_VIEWER, KERNEL, POWERSHELL } from '../../scripts/gen-events/programs.ts';
import { eventsOf } from '../../scripts/gen-events/sysmon/events.ts';

const MINUTE_MS = 60_000;

const connections = attack().filter((fact): fact is ConnectionFact => fact.kind === 'connection');
const runs = attack().filter((fact): fact is RunFact => fact.kind === 'run');
const scan = connections.filter(({ process }) => process.program === INVOICE_VIEWER);

describe('the story', () => {
  it('has the program start a second before its first connection and scan within the minute', () => {
    const start = runs.find(({ process }) => process.program === INVOICE_VIEWER);
    const times = scan.map(({ timeMs }) => timeMs - (start?.timeMs ?? 0));
    assert.equal(times.length, 6);
    assert.equal(Math.min(...times), 1_002);
    assert.ok(Math.max(...times) < MINUTE_MS);
  });

  it('has PowerShell started by the program and connect within a minute of its start', () => {
    const start = runs.find(({ process }) => process.program === POWERSHELL);
    const opened = connections.find(({ process }) => process.program === POWERSHELL);
    assert.equal(start?.process.parent?.program, INVOICE_VIEWER);
    assert.ok((opened?.timeMs ?? 0) - (start?.timeMs ?? 0) < MINUTE_MS);
  });

  it('shows on the targets nothing but the kernel', () => {
    const elsewhere = attack().filter(({ process }) => process.machine !== WS_17);
    assert.ok(elsewhere.length > 0);
    assert.ok(elsewhere.every(({ process }) => process.program === KERNEL));
  });
});

describe('the clock of Sysmon’s network events', () => {
  const own = eventsOf(WS_17).filter(({ process }) => process.program === INVOICE_VIEWER);
  const start = own.find(({ eventId }) => eventId === 1);
  const first = own.find(({ eventId }) => eventId === 3);

  it('puts the first connection before the start by UtcTime', () => {
    assert.ok(String(first?.data['UtcTime']) < String(start?.data['UtcTime']));
  });

  it('puts it after the start by record time', () => {
    assert.ok((first?.recordMs ?? 0) > (start?.recordMs ?? 0));
  });
});
