// What opens port 445 by itself and is none of our business, each for one reason alone: a rule that is too wide speaks of it.

import { ephemeralPort, sometime, times } from './chance.ts';
import { APPS, at, DC, FILES, MIA, NETWORK_SERVICE, SYSTEM, WS_22 } from './company.ts';
import { connected } from './connections.ts';
import { type Fact, type Process, ran } from './facts.ts';
import { child, kernelOf, MIA_DESKTOP, serviceOn } from './processes.ts';
import * as programs from './programs.ts';
import { type Draw, drawFor } from './random.ts';

const SMB_PORT = 445;

/** Facts of the near misses, in no particular order. */
export function nearMisses(): readonly Fact[] {
  const draw = drawFor('near misses');
  const toFiles = { ip: FILES.ip, port: SMB_PORT };
  const opens = (process: Process, count: number): readonly Fact[] =>
    times(count, () => {
      const timeMs = sometime(draw);
      return connected(process, timeMs, toFiles, ephemeralPort(draw), {
        closedMs: timeMs + draw(200, 4_800),
      });
    });
  const backup = serviceOn(WS_22, programs.BACKUP_AGENT, SYSTEM, 3304);
  const printSync = serviceOn(APPS, programs.PRINT_SYNC, NETWORK_SERVICE, 4020);
  return [
    ...opens(backup, 4),
    ...opens(printSync, 3),
    ...opens(kernelOf(DC, programs.UNKNOWN), 1),
    ...toThemselves(draw),
  ];
}

/** Loopback in both spellings, by an unsigned program and by a LOLBin. */
function toThemselves(draw: Draw): readonly Fact[] {
  const report = child(MIA_DESKTOP, programs.REPORT_TOOL, MIA, {
    pid: 6128,
    startMs: at('10:11:04.080'),
  });
  const shell = child(MIA_DESKTOP, programs.POWERSHELL, MIA, {
    pid: 8244,
    startMs: at('10:19:30.700'),
    commandLine: 'powershell.exe Test-NetConnection -ComputerName localhost -Port 445',
  });
  const console = child(shell, programs.CONHOST, MIA, { pid: 8260, startMs: at('10:19:30.742') });
  const loop = (process: Process, time: string, ip: string): Fact =>
    connected(process, at(time), { ip, port: SMB_PORT }, ephemeralPort(draw), { from: ip });
  const web = { ip: '192.0.2.10', port: 443 };
  return [
    ran(report, at('10:13:20.500')),
    ran(shell, at('10:19:34.900')),
    ran(console, at('10:19:34.905')),
    connected(report, at('10:11:05.512'), web, ephemeralPort(draw), {
      closedMs: at('10:11:06.020'),
    }),
    loop(report, '10:11:07.240', '127.0.0.1'),
    loop(shell, '10:19:32.115', '::1'),
  ];
}
