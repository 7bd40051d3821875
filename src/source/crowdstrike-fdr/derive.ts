// CrowdStrike's values → the Sigma fields that take more than a path.

import { sidOf } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { hashesText } from '../ecs-derive.ts';
import { hostStandIn } from '../host-name.ts';
import { entityIdOf } from '../process-claim.ts';
import { accountText, knownText } from '../text.ts';
import { FDR_CONNECTION_DERIVED } from './connection.ts';
import { moduleSigner } from './join.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import { type FdrView, HOST_ROW, readFdr } from './view.ts';

/** Kinds whose TargetProcessId is the process of the event; in all others ContextProcessId is. */
const PROCESS_KINDS: ReadonlySet<string> = new Set([
  'ProcessRollup2',
  'SyntheticProcessRollup2',
  'EndOfProcess',
]);

/** Kinds whose ImageFileName is what was loaded, not the program that loaded it. */
const LOAD_KINDS: ReadonlySet<string> = new Set([
  'ClassifiedModuleLoad',
  'ImageHash',
  'DriverLoad',
  'ModuleSummaryInfoEvent',
]);

/** Mandatory labels → Sysmon's IntegrityLevel. */
const INTEGRITY_LEVELS: ReadonlyMap<string, string> = new Map([
  ['0', 'Untrusted'],
  ['4096', 'Low'],
  ['8192', 'Medium'],
  ['8448', 'MediumPlus'],
  ['12288', 'High'],
  ['16384', 'System'],
  ['20480', 'Protected'],
]);

const PROCESS_DERIVED: readonly DerivedRow<FdrView>[] = [
  {
    field: 'Image',
    from: 'ImageFileName, a device path as logged; of module and driver events nothing',
    derive: imageOf,
  },
  {
    field: 'ImageLoaded',
    from: 'ImageFileName of module and driver events',
    derive: (view) => (LOAD_KINDS.has(view.kind) ? readFdr(view, 'ImageFileName') : undefined),
  },
  {
    field: 'ProcessGuid',
    from: 'TargetProcessId of ProcessRollup2, SyntheticProcessRollup2 and EndOfProcess; else ContextProcessId',
    derive: entityOf,
  },
  {
    field: 'ParentProcessGuid',
    from: 'ParentProcessId, which is the sensor’s id and no pid',
    derive: (view) => entityIdOf(readFdr(view, 'ParentProcessId')),
  },
  {
    field: 'ParentProcessId',
    from: 'never: CrowdStrike’s ParentProcessId is no pid',
    derive: () => undefined,
  },
];

const ACCOUNT_DERIVED: readonly DerivedRow<FdrView>[] = [
  {
    field: 'Computer',
    from: 'ComputerName; else “host” and the aid, until aidmaster names it',
    derive: computerOf,
  },
  {
    field: 'User',
    from: 'LogonDomain\\UserName where the event has them',
    derive: (view) => accountText(readFdr(view, 'LogonDomain'), readFdr(view, 'UserName')),
  },
  { field: 'UserSid', from: 'UserSid', derive: (view) => sidOf(readFdr(view, 'UserSid')) },
  {
    field: 'IntegrityLevel',
    from: 'IntegrityLevel in words',
    derive: (view) => INTEGRITY_LEVELS.get(knownText(readFdr(view, 'IntegrityLevel')) ?? ''),
  },
];

const FILE_DERIVED: readonly DerivedRow<FdrView>[] = [
  {
    field: 'Hashes',
    from: 'SHA1HashData, MD5HashData and SHA256HashData as SHA1=…,MD5=…; all zeros is none',
    derive: hashesOf,
  },
  {
    field: 'SignatureStatus',
    from: 'SignInfoFlags: bit 18 is Valid unless self-signed, test-signed, revoked or of another hash; 32768 and bit 9 are Unsigned; other signatures Invalid; without flags Unavailable',
    derive: signatureStatus,
  },
  {
    field: 'Signature',
    from: '“Microsoft Corporation” where a valid signature has bit 1, or the program lies in Edge’s or .NET Framework’s folder; flags name nobody else. Of ModuleSummaryInfoEvent the common name in SubjectDN',
    derive: (view) => moduleSigner(view) ?? signerOf(view),
  },
  { field: 'Signed', from: 'SignInfoFlags', derive: signedText },
  {
    field: 'TargetObject',
    from: 'RegObjectName\\RegValueName',
    derive: (view) => registryPath(view),
  },
];

/** Derived fields of CrowdStrike FDR. */
export const FDR_DERIVED: readonly DerivedRow<FdrView>[] = [
  ...PROCESS_DERIVED,
  ...ACCOUNT_DERIVED,
  ...FDR_CONNECTION_DERIVED,
  ...FILE_DERIVED,
];

/** The program of the event. */
export function imageOf(view: FdrView): unknown {
  return LOAD_KINDS.has(view.kind) ? undefined : readFdr(view, 'ImageFileName');
}

/** The sensor's id of the process: unique on its host for as long as the sensor is installed. */
export function entityOf(view: FdrView): string | undefined {
  const name = PROCESS_KINDS.has(view.kind) ? 'TargetProcessId' : 'ContextProcessId';
  return entityIdOf(readFdr(view, name));
}

function computerOf(view: FdrView): string | undefined {
  const name = knownText(readFdr(view, 'ComputerName'));
  if (name !== undefined || view.kind === HOST_ROW) return name;
  const aid = knownText(readFdr(view, 'aid'));
  return aid === undefined ? undefined : hostStandIn(aid);
}

function hashesOf(view: FdrView): string | undefined {
  const hash = (name: string) => {
    const digits = knownText(readFdr(view, name));
    return digits === undefined || /^0+$/.test(digits) ? null : digits;
  };
  return hashesText({
    sha1: hash('SHA1HashData'),
    md5: hash('MD5HashData'),
    sha256: hash('SHA256HashData'),
  });
}

function registryPath(view: FdrView): string | undefined {
  const key = knownText(readFdr(view, 'RegObjectName'));
  const value = knownText(readFdr(view, 'RegValueName'));
  return key === undefined || value === undefined ? key : `${key}\\${value}`;
}
