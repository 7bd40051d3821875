// Defender's rows → objects: the workstations' as the storage account has them, one table a container, the servers' by Event Hub.

import { APPS, at, DC, FILES, WS_17, WS_22 } from '../company.ts';
import { asLines, type EventObject } from '../event-objects.ts';
import type { Machine } from '../facts.ts';
import { type JsonRecord, jsonText } from '../json.ts';
import { uuidOf } from '../random.ts';
import { story } from '../story.ts';
import { digestsOf, inOrder, isKernel } from '../timeline.ts';
import { certificateRow, type DefenderRow, defenderRows, TENANT_ID } from './records.ts';

const FOLDER = 'microsoft-defender';
const TABLES = [
  'DeviceProcessEvents',
  'DeviceNetworkEvents',
  'DeviceFileCertificateInfo',
  'DeviceFileEvents',
  'DeviceEvents',
];

/** The event hub's consumer cuts here: between connections of the scan and their other ends. */
const CUT_MS = at('10:15:20.000');

/** The rows of all machines; of each program's file one of its certificate, when the machine first tells of it. */
function rowsOfAll(): readonly DefenderRow[] {
  const seen = new Set<string>();
  const certificates: DefenderRow[] = [];
  for (const { process, timeMs } of inOrder(story())) {
    const key = `${process.machine.name} ${digestsOf(process.program).sha1}`;
    if (isKernel(process) || process.program.image.startsWith('<') || seen.has(key)) continue;
    seen.add(key);
    certificates.push(certificateRow(process, timeMs + 2_500));
  }
  return inOrder([...story().flatMap(defenderRows), ...certificates]);
}

function container(rows: readonly DefenderRow[], table: string): EventObject {
  const name = `insights-logs-advancedhunting-${table.toLowerCase()}`;
  const records = rows.filter((row) => row.table === table).map(({ record }) => record);
  return {
    path: `${FOLDER}/${name}/tenantId=${TENANT_ID}/y=2026/m=11/d=20/h=10/m=00/PT1H.json.gz`,
    compression: 'gzip',
    parts: [asLines(records)],
  };
}

/** Messages of an event hub, each with several rows of any tables. */
function messages(records: readonly JsonRecord[]): string {
  const size = 20;
  const count = Math.ceil(records.length / size);
  return Array.from({ length: count }, (_, index) => {
    const some = records.slice(index * size, (index + 1) * size);
    return `${jsonText({ records: some })}\n`;
  }).join('');
}

function recordsOf(rows: readonly DefenderRow[], machines: readonly Machine[]) {
  return rows.filter(({ machine }) => machines.includes(machine));
}

/** The objects of events/microsoft-defender. */
export function defenderObjects(): readonly EventObject[] {
  const rows = rowsOfAll();
  const workstations = recordsOf(rows, [WS_17, WS_22]);
  const servers = recordsOf(rows, [FILES, DC, APPS]);
  const early = servers.filter(({ timeMs }) => timeMs < CUT_MS).map(({ record }) => record);
  const late = servers.filter(({ timeMs }) => timeMs >= CUT_MS).map(({ record }) => record);
  const hub = `${FOLDER}/eventhub/2026/11/20/10`;
  return [
    ...TABLES.map((table) => container(workstations, table)),
    { path: `${hub}/${uuidOf('hub 1')}.json.gz`, compression: 'gzip', parts: [messages(early)] },
    { path: `${hub}/${uuidOf('hub 2')}.log.zst`, compression: 'zstd', parts: [messages(late)] },
  ];
}
