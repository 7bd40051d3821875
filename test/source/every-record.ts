// Records of every source in each of its forms, whole and fit: the stock of tests that must hold for all of them.

import type { JsonObject } from '../../src/model/index.ts';
import type { SourceId } from '../../src/source/index.ts';
import {
  cortexConnection,
  cortexStart,
  harfangLab,
  harfangLabConnection,
  harfangLabStart,
  ocsf,
  ocsfLaunch,
} from './agent-records.ts';
import { carbonBlack, carbonBlackOf, carbonBlackStart } from './carbon-black-records.ts';
import { fdr, fdrConnection, fdrHost, fdrStart, inEnvelope } from './fdr-records.ts';
import { lima, limaConnections, limaStart, member } from './lima-records.ts';
import {
  azure,
  CONNECTION,
  defender,
  elastic,
  elasticOf,
  evtx,
  flat,
  nxlog,
  security,
  sentinel,
  winlogbeat,
  winlogbeat6,
  winlogEcs,
} from './records.ts';

const SHA1 = '3c'.repeat(20);
const CERTIFICATE = { ActionType: null, SHA1, IsSigned: true, IsTrusted: true, Signer: 'A' };
const START = { ActionType: 'ProcessCreated', ProcessUniqueId: '151', FolderPath: 'C:\\a.exe' };

/** A row without its envelope. */
function bare(record: JsonObject): JsonObject {
  return record['properties'] as JsonObject;
}

/** Dotted keys as objects in objects, as some exports write SentinelOne's. */
function nested(flatRecord: JsonObject): JsonObject {
  const heads = Map.groupBy(Object.entries(flatRecord), ([path]) => path.split('.')[0] ?? path);
  const entries = [...heads].map(([head, members]) => {
    const leaf = members.find(([path]) => path === head);
    const inner = members.map(([path, value]) => [path.slice(head.length + 1), value]);
    return [head, leaf === undefined ? nested(Object.fromEntries(inner)) : leaf[1]];
  });
  return Object.fromEntries(entries);
}

/** Each record with the source that wrote it. */
export const EVERY_RECORD: readonly (readonly [SourceId, JsonObject])[] = [
  ['sysmon', nxlog(3, CONNECTION)],
  ['sysmon', nxlog(12, { Message: 'EventType: CreateKey' })],
  ['sysmon', flat(7, CONNECTION)],
  ['sysmon', winlogbeat6(3, CONNECTION)],
  ['sysmon', winlogbeat(1, CONNECTION)],
  ['sysmon', winlogEcs()],
  ['sysmon', evtx(8, CONNECTION)],
  ['sysmon', azure(3, '{"Image":"a"}')],
  ['sysmon', azure(3, '<Data Name="Image">a</Data>')],
  ['windows-security', security(4688, CONNECTION)],
  ['windows-security', security(5156, CONNECTION)],
  ['windows-eventlog', flat(7045, {}, { Channel: 'System', SourceName: 'x' })],
  ['elastic-defend', elastic()],
  ['elastic-defend', elasticOf('process', { action: ['start', 'end'] })],
  ['elastic-defend', elasticOf('library', { action: ['load'] })],
  ['crowdstrike-fdr', fdrConnection()],
  ['crowdstrike-fdr', fdrStart()],
  ['crowdstrike-fdr', fdrHost()],
  ['crowdstrike-fdr', inEnvelope(fdrConnection())],
  ['crowdstrike-fdr', fdr('ModuleSummaryInfoEvent', { SubjectDN: 'CN=Example Ltd' })],
  ['limacharlie', limaConnections([member('192.0.2.9', 445), member('192.0.2.10', 80)])],
  ['limacharlie', limaStart()],
  ['limacharlie', lima('CODE_IDENTITY', { FILE_PATH: 'a', SIGNATURE: { CERT_SUBJECT: 'CN=A' } })],
  ['microsoft-defender', defender('DeviceNetworkEvents')],
  ['microsoft-defender', defender('DeviceProcessEvents', START)],
  ['microsoft-defender', defender('DeviceFileCertificateInfo', CERTIFICATE)],
  ['microsoft-defender', bare(defender('DeviceNetworkEvents'))],
  ['microsoft-defender', bare(defender('DeviceFileCertificateInfo', CERTIFICATE))],
  ['sentinelone', sentinel()],
  ['sentinelone', sentinel({ 'event.type': 'Process Creation' })],
  ['sentinelone', nested(sentinel())],
  ['carbon-black-cloud', carbonBlack()],
  ['carbon-black-cloud', carbonBlackStart()],
  ['carbon-black-cloud', carbonBlackOf('filemod', 'ACTION_FILE_CREATE')],
  ['harfanglab', harfangLabConnection()],
  ['harfanglab', harfangLabStart()],
  ['harfanglab', harfangLab('dns_resolution', { requested_name: 'example.com' })],
  ['cortex-xdr', cortexConnection()],
  ['cortex-xdr', cortexStart()],
  ['ocsf', ocsf()],
  ['ocsf', ocsfLaunch()],
];
