// The ordinary day around the attack, 10:05 to 10:25: file shares, web pages, name service, programs that come and go.

import { ephemeralPort, sometime, times } from './chance.ts';
import {
  APPS,
  at,
  DC,
  FILES,
  LOCAL_SERVICE,
  NETWORK_SERVICE,
  SYSTEM,
  WS_17,
  WS_22,
} from './company.ts';
import { acceptedBy, acceptedByKernel, connected } from './connections.ts';
import { type Endpoint, type Fact, type Machine, ran } from './facts.ts';
import { AL_DESKTOP, AL_OUTLOOK, child, kernelOf, MIA_CHROME, serviceOn } from './processes.ts';
import * as programs from './programs.ts';
import { type Draw, drawFor, pick } from './random.ts';

const SMB_PORT = 445;

/** File sharing as Windows does it: kernel to kernel, seen from both sides. */
function fileSharing(draw: Draw): readonly Fact[] {
  const pairs: readonly [Machine, Machine][] = [
    [WS_17, FILES],
    [WS_22, FILES],
    [WS_17, DC],
    [WS_22, DC],
    [APPS, FILES],
    [FILES, DC],
  ];
  return pairs.flatMap(([client, server]) =>
    times(3, () => {
      const timeMs = sometime(draw);
      const to = { ip: server.ip, port: SMB_PORT };
      const closedMs = timeMs + draw(11_000, 60_000);
      const opened = connected(kernelOf(client), timeMs, to, ephemeralPort(draw), { closedMs });
      return [opened, acceptedByKernel(server, opened)];
    }).flat(),
  );
}

const SITES: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['www.example.com', '192.0.2.10'],
  ['news.example.org', '192.0.2.44'],
  ['mail.example.net', '198.51.100.7'],
  ['cdn.example.com', '192.0.2.80'],
];

/** Names looked up and pages fetched. */
function browsing(draw: Draw): readonly Fact[] {
  return [AL_OUTLOOK, MIA_CHROME].flatMap((process) =>
    times(7, (): readonly Fact[] => {
      const timeMs = sometime(draw);
      const [name, ip] = pick(draw, SITES);
      const closedMs = timeMs + draw(800, 40_000);
      const to = { ip, port: 443 };
      return [
        { kind: 'lookup', timeMs: timeMs - 35, process, name, addresses: [ip] },
        connected(process, timeMs, to, ephemeralPort(draw), { closedMs }),
      ];
    }).flat(),
  );
}

/** Name service and directory: services of Windows to the domain controller. */
function directory(draw: Draw): readonly Fact[] {
  const dnsServer = serviceOn(DC, programs.DNS_SERVER, SYSTEM, 2836);
  const lsassOfDc = serviceOn(DC, programs.LSASS, SYSTEM, 736);
  return [WS_17, WS_22, FILES, APPS].flatMap((machine) => {
    const resolver = serviceOn(
      machine,
      programs.SVCHOST,
      NETWORK_SERVICE,
      1540,
      'C:\\Windows\\system32\\svchost.exe -k NetworkService -p -s Dnscache',
    );
    const lsass = serviceOn(machine, programs.LSASS, SYSTEM, 736);
    const to = (port: number): Endpoint => ({ ip: DC.ip, port });
    const query = connected(resolver, sometime(draw), to(53), ephemeralPort(draw), {
      transport: 'udp',
    });
    const ticketMs = sometime(draw);
    const ticket = connected(lsass, ticketMs, to(88), ephemeralPort(draw), {
      closedMs: ticketMs + 40,
    });
    return [query, acceptedBy(dnsServer, query), ticket, acceptedBy(lsassOfDc, ticket)];
  });
}

/** Programs that come and go. */
function shortRuns(draw: Draw): readonly Fact[] {
  const tasks = [WS_17, WS_22, FILES, DC, APPS].flatMap((machine) => {
    const scheduler = serviceOn(
      machine,
      programs.SVCHOST,
      SYSTEM,
      1288,
      'C:\\Windows\\system32\\svchost.exe -k netsvcs -p -s Schedule',
    );
    return times(2, () => {
      const startMs = sometime(draw);
      const run = {
        pid: draw(700, 2_900) * 4,
        startMs,
        commandLine: 'taskhostw.exe Install $(Arg0)',
      };
      const task = child(scheduler, programs.TASK_HOST, LOCAL_SERVICE, run);
      return ran(task, startMs + draw(900, 55_000));
    });
  });
  const excelMs = at('10:08:12.660');
  const excel = child(AL_DESKTOP, programs.EXCEL, AL_DESKTOP.account, {
    pid: 7788,
    startMs: excelMs,
  });
  const saved: Fact = {
    kind: 'file',
    timeMs: excelMs + 95_000,
    process: excel,
    path: 'C:\\Users\\al\\Documents\\budget-2027.xlsx',
    bytes: 48_211,
  };
  return [...tasks, ran(excel, at('10:21:40.115')), saved];
}

/** All facts of the ordinary day, in no particular order. */
export function dailyWork(): readonly Fact[] {
  const draw = drawFor('daily work');
  return [fileSharing, browsing, directory, shortRuns].flatMap((part) => part(draw));
}
