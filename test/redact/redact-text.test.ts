// Secrets leave a text, and what the on-call needs stays in it.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { redactText } from '../../src/redact/index.ts';

/** Where the cases below have a secret. Made from parts, so that no scanner takes this file for a leak. */
const S = `Hunter${'2!'}x`;
const AWS_ID = `AKIA${'ABCDEFGHIJKLMNOP'}`;
const AWS_SECRET = `wJalr/K7MDENG+bPxRfi${'CYzzzzzzzzzzzzzz'}KEY1`;
const JWT = `eyJ${'hbGciOiJIUzI1NiJ9'}.eyJ${'zdWIiOiIxMjM0In0'}.c2lnbmF0dXJl`;
const PEM = (body: string, end = true) =>
  `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${body}\n${end ? `-----END RSA ${'PRIVATE'} KEY-----` : ''}`;
const encoded = (text: string) => Buffer.from(text, 'utf16le').toString('base64');

const P = '‹redacted:password›';
const T = '‹redacted:token›';
const K = '‹redacted:key›';

/** What is logged, what may leave. */
const CASES: readonly (readonly [string, string])[] = [
  // net
  [`net use \\\\fs01\\c$ ${S} /user:EXAMPLE\\al`, `net use \\\\fs01\\c$ ${P} /user:EXAMPLE\\al`],
  [`net use \\\\fs01\\c$ /user:EXAMPLE\\al ${S}`, `net use \\\\fs01\\c$ /user:EXAMPLE\\al ${P}`],
  [`net  use Z: \\\\fs01\\share "my ${S}" /USER:al`, `net  use Z: \\\\fs01\\share "${P}" /USER:al`],
  [
    `"C:\\Windows\\System32\\net.exe" use /user:al \\\\fs01\\ipc$ ${S}`,
    `"C:\\Windows\\System32\\net.exe" use /user:al \\\\fs01\\ipc$ ${P}`,
  ],
  [
    `cmd.exe /c "net use \\\\fs01\\c$ ${S} /user:al"`,
    `cmd.exe /c "net use \\\\fs01\\c$ ${P} /user:al"`,
  ],
  [`cmd /c "net use \\\\fs01\\c$ /user:al ${S}"`, `cmd /c "net use \\\\fs01\\c$ /user:al ${P}"`],
  [`net use "\\\\fs01\\my share" ${S}`, `net use "\\\\fs01\\my share" ${P}`],
  [`net user al ${S} /add /domain`, `net user al ${P} /add /domain`],
  [`NET1 USER al ${S}`, `NET1 USER al ${P}`],
  // remote execution
  [
    `PsExec.exe \\\\ws-17 -u EXAMPLE\\al -p ${S} -s cmd.exe`,
    `PsExec.exe \\\\ws-17 -u EXAMPLE\\al -p ${P} -s cmd.exe`,
  ],
  [`psexec64 \\\\ws-17 -u al -p "${S} x" cmd`, `psexec64 \\\\ws-17 -u al -p "${P}" cmd`],
  [`paexec \\\\ws-17 -u al -p ${S} cmd`, `paexec \\\\ws-17 -u al -p ${P} cmd`],
  [`renamed.exe \\\\ws-17 -u al -p ${S} cmd`, `renamed.exe \\\\ws-17 -u al -p ${P} cmd`],
  [
    `wmic /node:ws-17 /user:al /password:${S} process call create calc`,
    `wmic /node:ws-17 /user:al /password:${P} process call create calc`,
  ],
  [
    `wmic /node:ws-17 /user:"al" /password:"${S}" os get`,
    `wmic /node:ws-17 /user:"al" /password:"${P}" os get`,
  ],
  [
    `schtasks /create /s ws-17 /ru EXAMPLE\\al /rp ${S} /tn x /tr calc`,
    `schtasks /create /s ws-17 /ru EXAMPLE\\al /rp ${P} /tn x /tr calc`,
  ],
  [
    `schtasks /create /s ws-17 /u al /p ${S} /tn x`,
    `schtasks /create /s ws-17 /u al /p ${P} /tn x`,
  ],
  [`cmdkey /add:fs01 /user:al /pass:${S}`, `cmdkey /add:fs01 /user:al /pass:${P}`],
  [`cmdkey /generic:x /user:al /pass ${S}`, `cmdkey /generic:x /user:al /pass ${P}`],
  [`winrs -r:ws-17 -u:al -p:${S} cmd`, `winrs -r:ws-17 -u:al -p:${P} cmd`],
  [`echo ${S}| runas /user:al cmd`, `echo ${P}| runas /user:al cmd`],
  [`plink -ssh al@ws-17 -pw ${S} -P 22`, `plink -ssh al@ws-17 -pw ${P} -P 22`],
  [
    `svc.exe -R 8080:127.0.0.1:445 al@192.0.2.9 -pw ${S}`,
    `svc.exe -R 8080:127.0.0.1:445 al@192.0.2.9 -pw ${P}`,
  ],
  [`wmiexec.py EXAMPLE/al:${S}@192.0.2.9 whoami`, `wmiexec.py EXAMPLE/al:${P}@192.0.2.9 whoami`],
  [`smbclient //fs01/c$ -U al%${S} -c dir`, `smbclient //fs01/c$ -U al%${P} -c dir`],
  [`nxc smb 192.0.2.0/24 -u al -p ${S}`, `nxc smb 192.0.2.0/24 -u al -p ${P}`],
  [`sshpass -p${S} ssh al@ws-17`, `sshpass -p${P} ssh al@ws-17`],
  // databases and transfers
  [`sqlcmd -S db01 -U sa -P ${S} -Q "select 1"`, `sqlcmd -S db01 -U sa -P ${P} -Q "select 1"`],
  [`mysql -h db01 -uroot -p${S} -P 3306`, `mysql -h db01 -uroot -p${P} -P 3306`],
  [`curl -u al:${S} http://192.0.2.9/x`, `curl -u al:${P} http://192.0.2.9/x`],
  [`curl --user "al:${S}" http://192.0.2.9/x`, `curl --user "al:${P}" http://192.0.2.9/x`],
  [`redis-cli -h 192.0.2.9 -a ${S}`, `redis-cli -h 192.0.2.9 -a ${P}`],
  [
    `bitsadmin /setcredentials j server basic al ${S}`,
    `bitsadmin /setcredentials j server basic al ${P}`,
  ],
  // options by name
  [`tool --password=${S} --host a`, `tool --password=${P} --host a`],
  [`tool --password ${S} --host a`, `tool --password ${P} --host a`],
  [`tool --db-password "${S} y" x`, `tool --db-password "${P}" x`],
  [`tool -Password:${S}`, `tool -Password:${P}`],
  [`tool /p:${S} /port:445`, `tool /p:${P} /port:445`],
  [`tool --api-key ${S} --token=${S}`, `tool --api-key ${K} --token=${T}`],
  [`tool --password -${S}`, `tool --password ${P}`],
  // PowerShell
  [
    `powershell -c "ConvertTo-SecureString '${S}' -AsPlainText -Force"`,
    `powershell -c "ConvertTo-SecureString '${P}' -AsPlainText -Force"`,
  ],
  [
    `ConvertTo-SecureString -AsPlainText -Force -String "${S}"`,
    `ConvertTo-SecureString -AsPlainText -Force -String "${P}"`,
  ],
  [
    `$p = '${S}' | ConvertTo-SecureString -AsPlainText -Force`,
    `$p = '${P}' | ConvertTo-SecureString -AsPlainText -Force`,
  ],
  [
    `New-Object System.Management.Automation.PSCredential('al', '${S}')`,
    `New-Object System.Management.Automation.PSCredential('al', '${P}')`,
  ],
  [`New-Object PSCredential "al", "${S}"`, `New-Object PSCredential "al", "${P}"`],
  [`[PSCredential]::new("al","${S}")`, `[PSCredential]::new("al","${P}")`],
  [
    `powershell -enc ${encoded(`net use \\\\fs01\\c$ ${S} /user:al`)}`,
    'powershell -enc ‹redacted:encoded-command›',
  ],
  [
    `pwsh -EncodedCommand ${encoded(`$env:PGPASSWORD='${S}'`)} -x`,
    'pwsh -EncodedCommand ‹redacted:encoded-command› -x',
  ],
  [
    `renamed -e ${encoded(`powershell -e ${encoded(`tool --password ${S}`)}`)}`,
    'renamed -e ‹redacted:encoded-command›',
  ],
  [
    `New-LocalUser al -Password (ConvertTo-SecureString '${S}' -AsPlainText)`,
    `New-LocalUser al -Password (ConvertTo-SecureString '${P}' -AsPlainText)`,
  ],
  [`$p=ConvertTo-SecureString("${S}")`, `$p=ConvertTo-SecureString("${P}")`],
  [`pwsh -e:${encoded(`$x="--password ${S}"`)}`, 'pwsh -e:‹redacted:encoded-command›'],
  // markup and the registry
  [`<password>${S}</password>`, `<password>${P}</password>`],
  [`<add key="Password" value="${S}"/>`, `<add key="Password" value="${P}"/>`],
  [
    `reg add HKLM\\x /v DefaultPassword /t REG_SZ /d ${S} /f`,
    `reg add HKLM\\x /v DefaultPassword /t REG_SZ /d ${P} /f`,
  ],
  [`docker login -u al -p ${S} r.example.com`, `docker login -u al -p ${P} r.example.com`],
  [`psexec.py 'd/al:${S}@192.0.2.9'`, `psexec.py 'd/al:${P}@192.0.2.9'`],
  [`aws configure set aws_secret_access_key ${S}`, `aws configure set aws_secret_access_key ${P}`],
  [`vault login ${S}`, `vault login ${P}`],
  // connection strings
  [
    `app "Server=db01;User Id=sa;Password=my ${S};Encrypt=true"`,
    `app "Server=db01;User Id=sa;Password=${P};Encrypt=true"`,
  ],
  [`Server=db01;Uid=sa;Pwd=${S};Database=x`, `Server=db01;Uid=sa;Pwd=${P};Database=x`],
  [
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${S}==;EndpointSuffix=x`,
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${K};EndpointSuffix=x`,
  ],
  [
    `Endpoint=sb://a/;SharedAccessKeyName=Root;SharedAccessKey=${S}=`,
    `Endpoint=sb://a/;SharedAccessKeyName=Root;SharedAccessKey=${K}`,
  ],
  [`SharedAccessSignature=sv=2020&sig=${S}&se=x`, `SharedAccessSignature=${K}&sig=${K}&se=x`],
  [
    `azcopy "https://a.example.com/c?sv=2020-08&sr=c&sig=${S}%3D&se=x"`,
    `azcopy "https://a.example.com/c?sv=2020-08&sr=c&sig=${K}&se=x"`,
  ],
  // environment and files
  [`PGPASSWORD=${S} psql -h db01`, `PGPASSWORD=${P} psql -h db01`],
  [`cmd /c set MYSQL_PWD=${S}&& mysql`, `cmd /c set MYSQL_PWD=${P}&& mysql`],
  [`setx DB_PASSWORD ${S}`, `setx DB_PASSWORD ${P}`],
  [
    `{"user": "al", "password": "${S}", "port": 445}`,
    `{"user": "al", "password": "${P}", "port": 445}`,
  ],
  [
    `mount -t cifs //fs01/c /m -o user=al,password=${S}`,
    `mount -t cifs //fs01/c /m -o user=al,password=${P}`,
  ],
  // URLs and headers
  [
    `git clone https://al:${S}@git.example.com/a.git`,
    `git clone https://al:${P}@git.example.com/a.git`,
  ],
  [`amqp://al:p@${S}@192.0.2.9:5672/v`, `amqp://al:${P}@192.0.2.9:5672/v`],
  [`curl -H "Authorization: Bearer ${S}${S}"`, `curl -H "Authorization: Bearer ${T}"`],
  [`curl -H 'Authorization: Basic ${S}='`, `curl -H 'Authorization: Basic ${T}'`],
  [`curl -H "X-Api-Key: ${S}"`, `curl -H "X-Api-Key: ${K}"`],
  // shapes
  [`tool ${JWT} x`, `tool ${T} x`],
  [`aws configure ${AWS_ID} ${AWS_SECRET} x`, `aws configure ${K} ${K} x`],
  [`AWS_SECRET_ACCESS_KEY=${AWS_SECRET} aws s3 ls`, `AWS_SECRET_ACCESS_KEY=${K} aws s3 ls`],
  [`x ghp_${'a1B2'.repeat(9)} y`, `x ${T} y`],
  [`x glpat-${'a1B2'.repeat(5)} y`, `x ${T} y`],
  [`x xoxb-${'1234567890'}-abc y`, `x ${T} y`],
  [`x npm_${'a1B2'.repeat(9)} y`, `x ${T} y`],
  [`echo ${PEM('MIIE')} > k`, 'echo ‹redacted:private-key› > k'],
  [`echo ${PEM('MIIE', false)}`, 'echo ‹redacted:private-key›'],
  // cut short in the middle of a quoted secret
  [`psexec \\\\ws-17 -p "my ${S}`, `psexec \\\\ws-17 -p "${P}`],
];

/** What must come out as it went in. */
const KEPT: readonly string[] = [
  '',
  'C:\\Windows\\System32\\svchost.exe -k netsvcs -p -s Schedule',
  'robocopy C:\\data \\\\fs01\\backup /MIR /R:3 /W:5 /COPY:DAT',
  'net use',
  'net use * /delete /y',
  'net use Z: \\\\fs01\\share /persistent:yes',
  'net use \\\\fs01\\c$ /user:EXAMPLE\\al *',
  'net view \\\\fs01 /all',
  'net group "Domain Admins" /domain',
  'net user al',
  'net user al /domain',
  'net start spooler',
  'nmap -p 445 192.0.2.0/24',
  'nmap -sS -p 445,139 -T4 --open 192.0.2.0/24',
  'nmap -p- 192.0.2.9',
  'ssh -p 22 al@192.0.2.9',
  'scp -P 2222 a al@ws-17:/tmp',
  'mkdir -p /opt/app/data',
  'docker run -u 1000 -p 8080:80 nginx',
  'tool /port:445 /host:fs01 /user:EXAMPLE\\al',
  'tool --port 445 --user al --host fs01.example.com',
  'psql -h db01 -U al -p 5432',
  'mysql -h db01 -u root -p -P 3306',
  'msbuild a.sln /p:Configuration=Release /p:Platform=x64',
  'powershell.exe -NoProfile -ExecutionPolicy Bypass -File C:\\x.ps1',
  `powershell -enc ${encoded('Get-ChildItem C:\\Windows | Select-Object Name')}`,
  'net accounts /maxpwage:30 /minpwlen:12',
  'Set-ADUser al -PasswordNeverExpires $true -ChangePasswordAtLogon $false',
  'app.dll, Version=1.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089',
  'for /f "tokens=2 delims=," %a in (x) do echo %a',
  'PWD=/opt/app node server.js',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Lsa\\LimitBlankPasswordUse',
  'C:\\Users\\al\\passwords.txt',
  'certutil -hashfile a.exe SHA1',
  'a'.repeat(40),
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'https://example.com:8443/path?user=al&page=2',
  'rundll32 comsvcs.dll, MiniDump 612 C:\\out.dmp full',
  'runas /user:EXAMPLE\\al "cmd.exe"',
  'reg save HKLM\\SAM C:\\sam.hive',
  '*password=*',
  'powershell -c "Set-Item x -Value (Get-Credential)"',
  'New-LocalUser al -Password (ConvertTo-SecureString $p -AsPlainText -Force)',
  'aws s3 cp s3://logs/a s3://logs/b --region us-east-1',
  'reg add HKLM\\SYSTEM\\x /v Start /t REG_DWORD /d 4 /f',
  'docker run -u al -p 8080:80 nginx',
];

describe('redactText', () => {
  for (const [text, expected] of CASES) {
    it(`takes the secret out of: ${text.slice(0, 70).replaceAll('\n', ' ')}`, () => {
      assert.equal(redactText(text), expected);
    });
  }

  for (const text of KEPT) {
    it(`leaves as it is: ${text.slice(0, 80)}`, () => {
      assert.equal(redactText(text), text);
    });
  }
});
