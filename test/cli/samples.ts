// Synthetic Sysmon records and small rules: enough for every way a scan can go.

/** A connection as NXLog ships it; `members` overrides. */
export function connection(
  number: number,
  members: Readonly<Record<string, unknown>> = {},
): string {
  const second = String(number % 60).padStart(2, '0');
  return JSON.stringify({
    '@timestamp': `2026-11-20T10:15:${second}.000Z`,
    EventTime: `2026-11-20 10:15:${second}`,
    EventReceivedTime: `2026-11-20 10:15:${second}`,
    Hostname: 'ws-17.example.com',
    Channel: 'Microsoft-Windows-Sysmon/Operational',
    EventID: 3,
    RecordNumber: number,
    Keywords: -1,
    UtcTime: `2026-11-20 10:15:${second}.000`,
    ProcessGuid: '{313fa531-4300-5f91-ae04-000000000400}',
    ProcessId: '7520',
    Image: 'C:\\Tools\\scan.exe',
    User: 'EXAMPLE\\al',
    Protocol: 'tcp',
    Initiated: 'true',
    SourceIp: '192.0.2.17',
    SourcePort: '58192',
    DestinationIp: `198.51.100.${number % 250}`,
    DestinationPort: '445',
    ...members,
  });
}

/** Records as NDJSON. */
export function lines(records: readonly string[]): string {
  return records.map((record) => `${record}\n`).join('');
}

/** A rule for connections to 445 by scan.exe. */
export const SCAN_RULE = `title: Scanner connects to SMB
id: 5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11
logsource:
  category: network_connection
  product: windows
detection:
  selection_port:
    DestinationPort: 445
  selection_img:
    Image|endswith: '\\scan.exe'
  condition: all of selection_*
level: medium
`;

/** Id of {@link SCAN_FILTER}. */
export const SCAN_FILTER_ID = '0f7c1b38-53d5-4a83-9c7f-6f1e9e0c6d22';

/** A filter that lets one destination off. */
export const SCAN_FILTER = `title: Scanner of the file server
id: ${SCAN_FILTER_ID}
owner: example team
reason: Change 1.
expires: 2999-12-31
logsource:
  category: network_connection
  product: windows
filter:
  rules:
    - 5e6b4d2a-7c41-4c0e-9d6c-2f6a3a1f0b11
  server:
    DestinationIp: '198.51.100.1'
  condition: not server
`;
