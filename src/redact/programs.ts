// Programs that take secrets in arguments whose names do not say so. Data, from the programs' own help.

import type { SecretKind } from './mark.ts';

/** An option of a program. The secret is what follows it. */
export interface SecretOption {
  /** As typed, without case unless `isCased`. */
  readonly names: readonly string[];
  /**
   * `next`: the next value, or what stands behind `:` or `=`. `glued`: the rest of the word, as in `-psecret`.
   */
  readonly form: 'next' | 'glued';
  /** Only what stands behind the first `:` or `%` of the value is secret, as in `-u user:secret`. */
  readonly isPair?: boolean;
  readonly isCased?: boolean;
  readonly kind?: SecretKind;
}

/** What a program's values without an option mean. */
export type Operands =
  /** `net use DEVICE SHARE SECRET`, `net user NAME SECRET`. */
  | 'net'
  /** `FILE USER SECRET`. */
  | 'third'
  /** `login SECRET`. */
  | 'login'
  /** `user/secret@database`. */
  | 'slash-pair'
  /** `domain/user:secret@host`. */
  | 'target'
  /** `… NAME VALUE`, secret where the name says so. */
  | 'variable'
  /** `job TARGET SCHEME USER SECRET`, behind /SetCredentials. */
  | 'bits';

/** How a program takes secrets. */
export interface Program {
  readonly options?: readonly SecretOption[];
  readonly operands?: Operands;
}

const next = (...names: readonly string[]): SecretOption => ({ names, form: 'next' });
const cased = (...names: readonly string[]): SecretOption => ({
  names,
  form: 'next',
  isCased: true,
});
const glued = (...names: readonly string[]): SecretOption => ({
  names,
  form: 'glued',
  isCased: true,
});
const pair = (...names: readonly string[]): SecretOption => ({
  names,
  form: 'next',
  isCased: true,
  isPair: true,
});
const hashes = (...names: readonly string[]): SecretOption => ({
  names,
  form: 'next',
  isCased: true,
  kind: 'hash',
});

const PSEXEC: Program = { options: [next('-p', '/p')] };
const PLINK: Program = { options: [next('-pw', '-passw')] };
const MYSQL: Program = { options: [glued('-p')] };
const SQL_SERVER: Program = { options: [cased('-P'), glued('-P')] };
const SAMBA: Program = { options: [pair('-U', '--user')] };
const NETEXEC: Program = { options: [cased('-p'), hashes('-H', '--hash')] };
const ARCHIVER: Program = { options: [glued('-p', '-hp')] };
const IMPACKET: Program = { options: [hashes('-hashes'), hashes('-aesKey')], operands: 'target' };
const ORACLE: Program = { operands: 'slash-pair' };
const LDAP: Program = { options: [cased('-w')] };
const MONGO: Program = { options: [cased('-p')] };
const DS: Program = { options: [next('-pwd', '-p')] };

/** By file name in lower case, without `.exe`, `.com` and `.py`. */
export const PROGRAMS: ReadonlyMap<string, Program> = new Map<string, Program>([
  ...['net', 'net1'].map((name) => [name, { operands: 'net' }] as const),
  ...['psexec', 'psexec64', 'paexec', 'csexec', 'remcom', 'xcmd'].map(
    (name) => [name, PSEXEC] as const,
  ),
  ...[
    'pskill',
    'pslist',
    'psinfo',
    'psservice',
    'psloglist',
    'psshutdown',
    'psgetsid',
    'psfile',
    'pssuspend',
    'psloggedon',
    'pspasswd',
  ].map((name) => [name, PSEXEC] as const),
  ...['plink', 'klink', 'pscp', 'psftp', 'putty', 'kitty', 'kscp'].map(
    (name) => [name, PLINK] as const,
  ),
  ...['mysql', 'mysqldump', 'mysqladmin', 'mysqlimport', 'mariadb', 'mariadb-dump'].map(
    (name) => [name, MYSQL] as const,
  ),
  ...['sqlcmd', 'osql', 'isql', 'bcp'].map((name) => [name, SQL_SERVER] as const),
  ...['smbclient', 'rpcclient', 'winexe', 'smbmap', 'pth-winexe', 'smbget'].map(
    (name) => [name, SAMBA] as const,
  ),
  ...['crackmapexec', 'cme', 'nxc', 'netexec', 'evil-winrm', 'kerbrute'].map(
    (name) => [name, NETEXEC] as const,
  ),
  ...['7z', '7za', '7zr', 'rar', 'unrar', 'winrar'].map((name) => [name, ARCHIVER] as const),
  ...[
    'wmiexec',
    'smbexec',
    'atexec',
    'dcomexec',
    'secretsdump',
    'getuserspns',
    'getnpusers',
    'mssqlclient',
    'lookupsid',
    'ticketer',
    'gettgt',
    'impacket-psexec',
    'impacket-wmiexec',
    'impacket-smbexec',
    'impacket-secretsdump',
    'impacket-atexec',
    'psexec.py',
  ].map((name) => [name, IMPACKET] as const),
  ...['sqlplus', 'expdp', 'impdp', 'sqlldr', 'rman'].map((name) => [name, ORACLE] as const),
  ...['ldapsearch', 'ldapadd', 'ldapmodify', 'ldapdelete', 'ldapwhoami', 'ldappasswd'].map(
    (name) => [name, LDAP] as const,
  ),
  ...['mongo', 'mongosh', 'mongodump', 'mongorestore', 'mongoexport'].map(
    (name) => [name, MONGO] as const,
  ),
  ...['dsadd', 'dsmod', 'dsget', 'dsquery', 'dsmove', 'dsrm'].map((name) => [name, DS] as const),
  ['schtasks', { options: [next('/rp', '-rp', '/p', '-p')] }],
  ['wmic', { options: [next('/password')] }],
  ['cmdkey', { options: [next('/pass', '-pass', '/p')] }],
  ['winrs', { options: [next('-p', '/p', '-password')] }],
  ['winrm', { options: [next('-p', '/p')] }],
  ['mstsc', { options: [next('/p')] }],
  ['netdom', { options: [next('/pd', '/po', '/passwordd', '/passwordo', '/passwordt')] }],
  ['certutil', { options: [next('-p')] }],
  ['openssl', { options: [cased('-k', '-K')] }],
  [
    'curl',
    {
      options: [pair('-u', '--user', '-U', '--proxy-user'), { ...pair('-u', '-U'), form: 'glued' }],
    },
  ],
  ['sshpass', { options: [cased('-p'), glued('-p')] }],
  ['redis-cli', { options: [cased('-a')] }],
  ['unzip', { options: [cased('-P'), glued('-P')] }],
  ['zip', { options: [cased('-P'), glued('-P')] }],
  ['rdesktop', { options: [cased('-p')] }],
  ['xfreerdp', { options: [next('/p', '/pth')] }],
  ['wfreerdp', { options: [next('/p', '/pth')] }],
  ['az', { options: [cased('-p')] }],
  [
    'rubeus',
    { options: [{ ...next('/rc4', '/aes128', '/aes256', '/ntlm', '/ticket'), kind: 'hash' }] },
  ],
  ['mimikatz', { options: [{ ...next('/ntlm', '/rc4', '/aes128', '/aes256'), kind: 'hash' }] }],
  ['setx', { operands: 'variable' }],
  ['aws', { operands: 'variable' }],
  ['vault', { operands: 'login' }],
  ['htpasswd', { operands: 'third' }],
  ['autologon', { operands: 'third' }],
  ['autologon64', { operands: 'third' }],
  ['netsh', { options: [next('key', 'keymaterial')] }],
  ['bitsadmin', { operands: 'bits' }],
]);

/** Programs whose `/p:NAME=VALUE` sets a property. */
export const BUILDERS: ReadonlySet<string> = new Set(['msbuild', 'dotnet', 'devenv', 'nuget']);

/** Programs whose `-u` is something else than the user of a `-p` password. */
export const NO_LOGIN: ReadonlySet<string> = new Set([
  ...[
    'python',
    'python3',
    'py',
    'docker',
    'podman',
    'nerdctl',
    'git',
    'ssh',
    'scp',
    'nmap',
    'sudo',
  ],
  ...[
    'ps',
    'rsync',
    'cp',
    'mkdir',
    'kubectl',
    'tar',
    'nc',
    'ncat',
    'robocopy',
    'sort',
    'journalctl',
  ],
]);
