// Sources whose connections carry less than their other events → the fields that a connection never has there. Joins are not counted.

import type { SourceId } from '../../source/index.ts';

const VERSION_INFO = ['OriginalFileName', 'Company', 'Product', 'Description', 'FileVersion'];
const PARENT = ['ParentImage', 'ParentCommandLine', 'ParentProcessId', 'ParentProcessGuid'];
const SIGNER = ['Signed', 'Signature'];
const START_ONLY = ['CommandLine', 'CurrentDirectory', 'IntegrityLevel', ...PARENT];

/** A source that is not listed has on connections what its tables say, or is described field by field elsewhere. */
export const CONNECTION_LACKS: ReadonlyMap<SourceId, ReadonlySet<string>> = new Map<
  SourceId,
  ReadonlySet<string>
>([
  ['elastic-defend', new Set([...START_ONLY, ...VERSION_INFO, 'Hashes'])],
  [
    'windows-security',
    new Set([
      ...START_ONLY,
      ...VERSION_INFO,
      ...SIGNER,
      'Hashes',
      'User',
      'UserSid',
      'ProcessGuid',
    ]),
  ],
  ['microsoft-defender', new Set(SIGNER)],
  ['harfanglab', new Set([...START_ONLY, ...VERSION_INFO, ...SIGNER, 'Hashes', 'LogonId'])],
  ['cortex-xdr', new Set([...SIGNER, 'IntegrityLevel', ...PARENT])],
]);
