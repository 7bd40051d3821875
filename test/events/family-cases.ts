// What each family of events/ is known to hold, and what its log makes of the story.

/** A family's expectations. */
export interface FamilyCase {
  readonly source: string;
  readonly records: number;
  /** @default one a record */
  readonly events?: number;
  /** As the findings name them. */
  readonly host: string;
  readonly user: string;
  /** SignatureStatus of the attacker's program, then of PowerShell. */
  readonly status: readonly [string, string];
  /** Signature statuses of PowerShell's findings. @default one, as `status` says */
  readonly shells?: readonly string[];
  /** What the sequence's finding shows, which is its start: the host, and the signature's status. @default as above */
  readonly start?: readonly [host: string, status: string] | 'none';
  /** Matches that the third-party filter suppresses. @default 0 */
  readonly suppressed?: number;
  /** @default 0 */
  readonly unattributed?: number;
  /** What fires although it is benign: `program count host user status`. @default nothing */
  readonly false?: readonly string[];
}

const AL = 'CORP\\al';
const SYSTEM = 'NT AUTHORITY\\SYSTEM';
const FULL_NAME = 'ws-17.corp.example.com';

/** All families. */
export const FAMILY_CASES: readonly FamilyCase[] = [
  {
    source: 'carbon-black-cloud',
    records: 127,
    host: 'WS-17',
    user: AL,
    status: ['Unsigned', 'Valid'],
    suppressed: 13,
  },
  {
    source: 'cortex-xdr',
    records: 124,
    host: 'ws-17',
    user: AL,
    status: ['Unsigned', 'Valid'],
    false: [`ebagent.exe 4 ws-22 ${SYSTEM} Unavailable`],
    suppressed: 1,
  },
  {
    source: 'crowdstrike-fdr',
    records: 165,
    host: 'WS-17',
    user: 'S-1-5-21-1004336348-1177238915-682003330-1105',
    status: ['Unsigned', 'Valid'],
    unattributed: 57,
    false: ['ebagent.exe 4 WS-22 S-1-5-18 Valid'],
    start: ['host da5f38caa39235093efa6170887dd5cd', 'Unsigned'],
  },
  {
    source: 'elastic-defend',
    records: 197,
    host: 'ws-17',
    user: AL,
    status: ['Unsigned', 'Valid'],
    suppressed: 13,
  },
  {
    source: 'harfanglab',
    records: 122,
    host: 'WS-17',
    user: AL,
    status: ['Unsigned', 'Valid'],
    false: [`ebagent.exe 4 WS-22 ${SYSTEM} Unavailable`],
    suppressed: 1,
  },
  {
    source: 'limacharlie',
    records: 135,
    events: 154,
    host: FULL_NAME,
    user: AL,
    status: ['Unsigned', 'Unavailable'],
    shells: ['Unavailable', 'Valid'],
    unattributed: 5,
    suppressed: 12,
    start: [FULL_NAME, 'Unavailable'],
  },
  {
    source: 'microsoft-defender',
    records: 153,
    host: FULL_NAME,
    user: 'corp\\al',
    status: ['Unsigned', 'Valid'],
    unattributed: 1,
    suppressed: 12,
    start: [FULL_NAME, 'Unavailable'],
  },
  {
    source: 'ocsf',
    records: 142,
    host: 'ws-17',
    user: AL,
    status: ['Unsigned', 'Valid'],
    suppressed: 13,
  },
  {
    source: 'sentinelone',
    records: 125,
    host: 'ws-17',
    user: AL,
    status: ['Unsigned', 'Valid'],
    suppressed: 13,
  },
  {
    source: 'sysmon',
    records: 139,
    host: FULL_NAME,
    user: AL,
    status: ['Unavailable', 'Unavailable'],
    unattributed: 1,
  },
  {
    source: 'windows-security',
    records: 124,
    events: 231,
    host: FULL_NAME,
    user: '-',
    status: ['Unavailable', 'Unavailable'],
    false: [
      'ebagent.exe 4 ws-22.corp.example.com - Unavailable',
      'printsync.exe 3 srv-apps-01.corp.example.com - Unavailable',
    ],
    start: 'none',
  },
];
