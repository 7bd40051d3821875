// What partial matches mostly consist of, for the compressor: the words of evidence, and of the shipped rules about starts and connections.

/**
 * NEVER CHANGED while items packed with it live, and findings live 400 days: without the very bytes nothing of them can be read. Rules may
 * change: what is not in here is only packed less well.
 */
export function dictionary(): Buffer {
  return Buffer.from(JSON.stringify([...HEAD, JSON.stringify(EVIDENCE)]));
}

/** Of the shipped sequence: the ids of its rules, an event's. */
const HEAD = [
  'ae902fe0-898d-49f6-aa32-565d05c6d8cc',
  'fff449f9-6802-4143-9ab4-c7f02841b127',
  'e1_',
  1_763_633_702_118,
  'sysmon',
  [],
];

const test = (selection: string, field: string, modifier: string, ruleValue: unknown) => ({
  selection,
  field,
  modifier,
  ruleValue,
  eventValue: 'C:\\Program Files\\',
  holds: false,
});

const MICROSOFT = [
  'Microsoft Windows',
  'Microsoft Windows Publisher',
  'Microsoft Corporation',
  'Microsoft Dynamic Code Publisher',
  'Microsoft Windows Kits Publisher',
  'Microsoft Azure Code Sign',
  'Microsoft Azure Stack Code Sign',
  '.NET',
  '.NET DAC',
];

const WINDOWS = [
  'C:\\Windows\\',
  '\\Device\\HarddiskVolume?\\Windows\\',
  '\\Device\\HarddiskVolume??\\Windows\\',
];

const PROGRAM_FILES = [
  'C:\\Program Files\\',
  'C:\\Program Files (x86)\\',
  '\\Device\\HarddiskVolume?\\Program Files\\',
  '\\Device\\HarddiskVolume??\\Program Files\\',
  '\\Device\\HarddiskVolume?\\Program Files (x86)\\',
  '\\Device\\HarddiskVolume??\\Program Files (x86)\\',
];

const LOOPBACK = ['127.0.0.0/8', '::1/128', '::ffff:127.0.0.0/104'];

/** As finding/packed-evidence.ts writes it, every member once. */
const EVIDENCE = {
  time: '2026-',
  host: '.example.com',
  user: 'NT AUTHORITY\\SYSTEM',
  userSid: 'S-1-5-21-',
  process: {
    image: 'C:\\Users\\',
    commandLine: '"C:\\Users\\',
    entityId: '{',
    pid: 1_000,
    startTime: '2026-',
    hashes: { sha1: '', md5: '', sha256: '' },
    originalFileName: '.exe',
    signature: '',
    signatureStatus: 'Unsigned',
    parent: {
      image: 'C:\\Windows\\explorer.exe',
      commandLine: 'C:\\Windows\\System32\\cmd.exe',
    },
  },
  network: {
    sourceIp: '192.168.',
    sourcePort: 49_152,
    destinationIp: '10.0.',
    destinationPort: 445,
    destinationHostname: '',
    protocol: 'tcp',
    initiated: true,
  },
  unknown: [
    ...['time', 'host', 'user', 'userSid', 'process.image', 'process.commandLine'],
    ...['process.entityId', 'process.pid', 'process.startTime', 'process.hashes'],
    ...['process.originalFileName', 'process.signature', 'process.signatureStatus'],
    ...['process.parent.image', 'process.parent.commandLine', 'network.sourceIp'],
    ...['network.sourcePort', 'network.destinationHostname', 'network.protocol'],
  ],
  joined: [
    ...['CommandLine', 'Company', 'Hashes', 'Image', 'OriginalFileName', 'ParentCommandLine'],
    ...['ParentImage', 'Signature', 'SignatureStatus', 'Signed', 'User', 'UserSid'],
  ],
  delivery: { object: 's3://', ordinal: 1, offset: 1 },
  matched: [
    { ...test('selection', 'Image', 'exists', true), holds: true },
    { ...test('selection', 'Initiated', '', 'true'), eventValue: true, holds: true },
    { ...test('selection', 'DestinationPort', '', 445), eventValue: 445, holds: true },
    test('filter_main_loopback', 'DestinationIp', 'cidr', LOOPBACK),
    test('filter_main_kernel', 'ProcessId', '', 4),
    test('filter_main_kernel', 'Image', '', 'System'),
    test('filter_main_service_accounts', 'UserSid', '', ['S-1-5-19', 'S-1-5-20']),
    test('unverified', 'SignatureStatus', '', 'Unavailable'),
    test('filter_main_microsoft', 'SignatureStatus', '', 'Valid'),
    test('filter_main_microsoft', 'Signature', '', MICROSOFT),
    test('protected_windows', 'Image', 'startswith', WINDOWS),
    test('protected_program_files', 'Company', '', 'Microsoft Corporation'),
    test('protected_program_files', 'Image', 'startswith', PROGRAM_FILES),
  ],
};
