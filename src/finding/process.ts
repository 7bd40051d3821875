// An event → the process a finding shows.

import type { FindingProcess, LogEvent } from '../model/index.ts';
import { isoTime } from './event-time.ts';
import { readNumber, readText } from './readable.ts';
import { supplied } from './supplied.ts';

/** The all-zero GUID is how Sysmon says it knows no process. */
const ZERO_GUID = /^\{?[0-]+\}?$/;

/** The process behind the event, as far as the event says. */
export function renderProcess(event: LogEvent): FindingProcess {
  return supplied<FindingProcess>({
    image: event.isAttributed ? readText(event.field('Image')) : undefined,
    commandLine: readText(event.field('CommandLine')),
    entityId: entityId(event),
    pid: readNumber(event.field('ProcessId')),
    startTime: startTime(event),
    hashes: parseHashes(readText(event.field('Hashes'))),
    originalFileName: readText(event.field('OriginalFileName')),
    signature: readText(event.field('Signature')),
    signatureStatus: readText(event.field('SignatureStatus')),
    parent: parent(event),
  });
}

function entityId(event: LogEvent): string | undefined {
  const id = readText(event.field('ProcessGuid'));
  return id === undefined || ZERO_GUID.test(id) ? undefined : id;
}

/** A process_creation event happens when its process starts; other events do not say when that was. */
function startTime(event: LogEvent): string | undefined {
  return event.logsource.category === 'process_creation' ? isoTime(event.timeMs) : undefined;
}

function parent(event: LogEvent): FindingProcess['parent'] {
  const image = readText(event.field('ParentImage'));
  const commandLine = readText(event.field('ParentCommandLine'));
  if (image === undefined && commandLine === undefined) return undefined;
  return supplied({ image, commandLine });
}

/** `SHA1=AB,MD5=CD` → `{sha1: 'ab', md5: 'cd'}`. What is not of that form is left out. */
function parseHashes(text: string | undefined): Readonly<Record<string, string>> | undefined {
  const hashes = new Map<string, string>();
  for (const part of text?.split(',') ?? []) {
    const [, algorithm, digits] = /^\s*([a-z0-9]{2,10})=([0-9a-f]{8,128})\s*$/i.exec(part) ?? [];
    if (algorithm === undefined || digits === undefined || /^0+$/.test(digits)) continue;
    hashes.set(algorithm.toLowerCase(), digits.toLowerCase());
  }
  return hashes.size === 0 ? undefined : Object.fromEntries(hashes);
}
