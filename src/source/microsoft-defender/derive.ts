// Defender's values → the Sigma fields that take more than a column.

import { getOwn, type JsonObject, type JsonValue } from '../../model/index.ts';
import { sidOf, wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { hashesText } from '../ecs-derive.ts';
import { unmapAddress } from '../mapped-address.ts';
import { accountText, knownText } from '../text.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import type { DefenderView } from './view.ts';

const HIVES: ReadonlyMap<string, string> = new Map([
  ['HKEY_LOCAL_MACHINE', 'HKLM'],
  ['HKEY_USERS', 'HKU'],
  ['HKEY_CURRENT_USER', 'HKCU'],
  ['HKEY_CLASSES_ROOT', 'HKCR'],
]);

/** Derived fields of Defender. */
export const DEFENDER_DERIVED: readonly DerivedRow<DefenderView>[] = [
  {
    field: 'User',
    from: 'AccountDomain\\AccountName; InitiatingProcess… but of starts',
    derive: userOf,
  },
  {
    field: 'UserSid',
    from: 'AccountSid (InitiatingProcess… but of starts); else well-known accounts by name',
    derive: (view) => sidOf(actorColumn(view, 'AccountSid')) ?? wellKnownSid(userOf(view)),
  },
  {
    field: 'Hashes',
    from: 'SHA1, MD5, SHA256 (InitiatingProcess… of connections) as SHA1=…,MD5=…',
    derive: hashes,
  },
  {
    field: 'SourceIp',
    from: 'LocalIP; of Inbound* RemoteIP',
    derive: (view) => address(view, view.isInbound),
  },
  {
    field: 'SourcePort',
    from: 'LocalPort; of Inbound* RemotePort',
    derive: (view) => port(view, view.isInbound),
  },
  {
    field: 'DestinationIp',
    from: 'RemoteIP; of Inbound* LocalIP',
    derive: (view) => address(view, !view.isInbound),
  },
  {
    field: 'DestinationPort',
    from: 'RemotePort; of Inbound* LocalPort',
    derive: (view) => port(view, !view.isInbound),
  },
  {
    field: 'Initiated',
    from: 'ActionType: Inbound* is false, another connection true',
    derive: initiated,
  },
  {
    field: 'TargetFilename',
    from: 'DeviceFileEvents: FolderPath',
    derive: (view) => pathOf(view, 'DeviceFileEvents'),
  },
  {
    field: 'ImageLoaded',
    from: 'DeviceImageLoadEvents: FolderPath',
    derive: (view) => pathOf(view, 'DeviceImageLoadEvents'),
  },
  {
    field: 'TargetObject',
    from: 'RegistryKey\\RegistryValueName, hives as Sysmon writes them',
    derive: targetObject,
  },
  {
    field: 'SignatureStatus',
    from: 'DeviceFileCertificateInfo: IsSigned false is Unsigned; IsTrusted is Valid, else Invalid; of other tables Unavailable until joined by SHA1',
    derive: signatureStatus,
  },
  { field: 'Signature', from: 'DeviceFileCertificateInfo: Signer', derive: signerOf },
  { field: 'Signed', from: 'DeviceFileCertificateInfo: IsSigned', derive: signedText },
];

/** A column of the event's process: its own of a start, else that of the initiating one. */
export function actorColumn({ row, isStart }: DefenderView, name: string): JsonValue | undefined {
  return getOwn(row, isStart ? name : `InitiatingProcess${name}`);
}

function userOf(view: DefenderView): string | undefined {
  return accountText(actorColumn(view, 'AccountDomain'), actorColumn(view, 'AccountName'));
}

function hashes(view: DefenderView): string | undefined {
  const isOwn = view.isStart || view.table !== 'DeviceNetworkEvents';
  const column = (name: string) =>
    getOwn(view.row, isOwn ? name : `InitiatingProcess${name}`) ?? null;
  const found: JsonObject = { sha1: column('SHA1'), md5: column('MD5'), sha256: column('SHA256') };
  return hashesText(found);
}

function address({ row }: DefenderView, isRemote: boolean): JsonValue | undefined {
  return unmapAddress(getOwn(row, isRemote ? 'RemoteIP' : 'LocalIP'));
}

function port({ row }: DefenderView, isRemote: boolean): JsonValue | undefined {
  return unmapAddress(getOwn(row, isRemote ? 'RemotePort' : 'LocalPort'));
}

function initiated(view: DefenderView): string | undefined {
  if (view.table !== 'DeviceNetworkEvents') return undefined;
  if (view.isInbound) return 'false';
  return view.action.startsWith('Connection') ? 'true' : undefined;
}

function pathOf(view: DefenderView, table: string): string | undefined {
  return view.table === table ? knownText(getOwn(view.row, 'FolderPath')) : undefined;
}

function targetObject({ row }: DefenderView): string | undefined {
  const key = knownText(getOwn(row, 'RegistryKey'));
  if (key === undefined) return undefined;
  const [hive = '', ...rest] = key.split('\\');
  const name = knownText(getOwn(row, 'RegistryValueName'));
  const parts = [HIVES.get(hive.toUpperCase()) ?? hive, ...rest];
  return (name === undefined ? parts : [...parts, name]).join('\\');
}
