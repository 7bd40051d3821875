// The programs of the story, with what their version resource and their signature say.

import { fileNameOf, type Program } from './facts.ts';

const SYSTEM32 = 'C:\\Windows\\System32\\';
const NONE = '-';

function windows(
  image: string,
  description: string,
  originalFileName = fileNameOf(image),
): Program {
  return {
    image,
    originalFileName,
    description,
    product: 'Microsoft® Windows® Operating System',
    company: 'Microsoft Corporation',
    fileVersion: '10.0.22621.4391 (WinBuild.160101.0800)',
    signer: 'Microsoft Windows',
  };
}

function product(image: string, name: string, company: string, signer: string): Program {
  return {
    image,
    originalFileName: fileNameOf(image),
    description: name,
    product: name,
    company,
    fileVersion: '131.0.6778.70',
    signer,
  };
}

function unsigned(image: string, description: string): Program {
  return {
    image,
    originalFileName: fileNameOf(image),
    description,
    product: NONE,
    company: NONE,
    fileVersion: '1.0.0.0',
    signer: undefined,
  };
}

/** The kernel: its connections are those of the file sharing client and server. */
export const KERNEL: Program = {
  image: 'System',
  originalFileName: NONE,
  description: NONE,
  product: NONE,
  company: NONE,
  fileVersion: NONE,
  signer: undefined,
};

/** What Sysmon writes for a process it failed to look up; it then says pid 4, like the kernel's. */
export const UNKNOWN: Program = { ...KERNEL, image: '<unknown process>' };

export const SERVICES = windows(`${SYSTEM32}services.exe`, 'Services and Controller app');
export const SVCHOST = windows(`${SYSTEM32}svchost.exe`, 'Host Process for Windows Services');
export const LSASS = windows(`${SYSTEM32}lsass.exe`, 'Local Security Authority Process');
export const DNS_SERVER = windows(`${SYSTEM32}dns.exe`, 'Domain Name System (DNS) Server');
export const TASK_HOST = windows(`${SYSTEM32}taskhostw.exe`, 'Host Process for Windows Tasks');
export const CONHOST = windows(`${SYSTEM32}conhost.exe`, 'Console Window Host', 'CONHOST.EXE');
export const WHOAMI = windows(
  `${SYSTEM32}whoami.exe`,
  'whoami - displays logged on user information',
);
export const EXPLORER = windows('C:\\Windows\\explorer.exe', 'Windows Explorer', 'EXPLORER.EXE');
export const POWERSHELL = windows(
  `${SYSTEM32}WindowsPowerShell\\v1.0\\powershell.exe`,
  'Windows PowerShell',
  'PowerShell.EXE',
);

const OFFICE = 'C:\\Program Files\\Microsoft Office\\root\\Office16\\';
export const OUTLOOK = product(
  `${OFFICE}OUTLOOK.EXE`,
  'Microsoft Outlook',
  'Microsoft Corporation',
  'Microsoft Corporation',
);
export const EXCEL = product(
  `${OFFICE}EXCEL.EXE`,
  'Microsoft Excel',
  'Microsoft Corporation',
  'Microsoft Corporation',
);
export const CHROME = product(
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'Google Chrome',
  'Google LLC',
  'Google LLC',
);

/** A validly signed third party that speaks SMB itself: what the product filter third_party_valid exempts. */
export const BACKUP_AGENT = product(
  'C:\\Program Files\\Example Backup\\ebagent.exe',
  'Example Backup Agent',
  'Example Backup Software Inc.',
  'Example Backup Software Inc.',
);
/** In-house, unsigned, runs as NETWORK SERVICE and speaks SMB itself. */
export const PRINT_SYNC = unsigned('C:\\Apps\\printsync\\printsync.exe', 'Print queue sync');
/** In-house, unsigned, speaks SMB to its own machine only. */
export const REPORT_TOOL = unsigned('C:\\Apps\\reports\\reportcli.exe', 'Report builder');
/** The attacker's program. */
export const INVOICE_VIEWER = unsigned('C:\\Users\\al\\Downloads\\invoice_viewer.exe', NONE);
