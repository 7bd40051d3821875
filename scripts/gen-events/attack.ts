// The attack: a mailed link, a downloaded program, its scan of port 445, and an SMB client inside PowerShell.
//
//   outlook ─▶ chrome ─▶ invoice_viewer.exe ─▶ powershell.exe ─▶ whoami.exe
//               └ file     └ 6 × :445            └ 1 × :445 of srv-files-01, which writes a file (there: System)

import { AL, APPS, at, DC, FILES, UNWATCHED_IPS, WS_22 } from './company.ts';
import { acceptedByKernel, connected } from './connections.ts';
import { type ConnectionFact, type Fact, ran } from './facts.ts';
import { AL_OUTLOOK, child, kernelOf } from './processes.ts';
import { CHROME, INVOICE_VIEWER, POWERSHELL, WHOAMI } from './programs.ts';

const LURE = { name: 'files.example.net', ip: '198.51.100.23' };
const DOWNLOADED_BYTES = 412_160;
const SMB_PORT = 445;

const chrome = child(AL_OUTLOOK, CHROME, AL, {
  pid: 8816,
  startMs: at('10:13:58.402'),
  commandLine: `"${CHROME.image}" --single-argument https://${LURE.name}/s/4c1f/invoice`,
});

const invoiceViewer = child(chrome, INVOICE_VIEWER, AL, {
  pid: 7520,
  startMs: at('10:15:01.016'),
  commandLine: `"${INVOICE_VIEWER.image}" `,
});

const powershell = child(invoiceViewer, POWERSHELL, AL, {
  pid: 9936,
  startMs: at('10:15:48.530'),
  commandLine:
    'powershell.exe -NoProfile -WindowStyle Hidden -ExecutionPolicy Bypass -File C:\\Users\\al\\AppData\\Local\\Temp\\inv7.ps1',
});

const whoami = child(powershell, WHOAMI, AL, {
  pid: 4412,
  startMs: at('10:15:50.201'),
  commandLine: '"C:\\Windows\\system32\\whoami.exe" /groups',
});

/** The first connection comes one second after the start; the last, half a minute later, is still within the minute. */
const SCANNED: readonly (readonly [time: string, ip: string])[] = [
  ['10:15:02.018', DC.ip],
  ['10:15:02.031', FILES.ip],
  ['10:15:02.043', APPS.ip],
  ['10:15:09.310', WS_22.ip],
  ['10:15:21.774', UNWATCHED_IPS[0]],
  ['10:15:33.129', UNWATCHED_IPS[1]],
];

const scan: readonly ConnectionFact[] = SCANNED.map(([time, ip], index) =>
  connected(invoiceViewer, at(time), { ip, port: SMB_PORT }, 58_192 + index, {
    closedMs: at(time) + 380 + 640 * index,
  }),
);

const session = connected(
  powershell,
  at('10:16:10.644'),
  { ip: FILES.ip, port: SMB_PORT },
  58_231,
  { closedMs: at('10:16:14.507') },
);

/** What the destinations recorded of it: connections to their kernels, and a file that the kernel wrote. */
function onTheTargets(): readonly Fact[] {
  const watched = [DC, FILES, APPS, WS_22];
  const accepted = [...scan, session].flatMap((opened) =>
    watched
      .filter(({ ip }) => ip === opened.destination.ip)
      .map((machine) => acceptedByKernel(machine, opened)),
  );
  const dropped: Fact = {
    kind: 'file',
    timeMs: at('10:16:12.950'),
    process: kernelOf(FILES),
    path: 'D:\\Shares\\finance\\~inv7.tmp',
    bytes: 98_304,
  };
  return [...accepted, dropped];
}

/** All facts of the attack, in no particular order. */
export function attack(): readonly Fact[] {
  const download: Fact = {
    kind: 'file',
    timeMs: at('10:14:21.733'),
    process: chrome,
    path: INVOICE_VIEWER.image,
    bytes: DOWNLOADED_BYTES,
  };
  const lookup: Fact = {
    kind: 'lookup',
    timeMs: at('10:13:59.871'),
    process: chrome,
    name: LURE.name,
    addresses: [LURE.ip],
  };
  const fetch = connected(chrome, at('10:13:59.912'), { ip: LURE.ip, port: 443 }, 58_174, {
    closedMs: at('10:14:40.006'),
  });
  const runs = [
    ran(chrome),
    ran(invoiceViewer, at('10:17:30.412')),
    ran(powershell, at('10:18:02.771')),
    ran(whoami, at('10:15:50.344')),
  ];
  return [...runs, lookup, fetch, download, ...scan, session, ...onTheTargets()];
}
