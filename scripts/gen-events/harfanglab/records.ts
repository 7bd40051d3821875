// A fact → HarfangLab's telemetry as its manager forwards it.

import type { ConnectionFact, Fact, LookupFact, Machine, Process } from '../facts.ts';
import { fileNameOf } from '../facts.ts';
import type { JsonRecord } from '../json.ts';
import { hexOf, uuidOf } from '../random.ts';
import { accountName, digestsOf, instanceOf, isKernel, type TimedRecord } from '../timeline.ts';
import { isoMs } from '../times.ts';

/** The telemetry of a fact: starts, connections and look-ups; files and ends are not switched on. */
export function harfangRecords(fact: Fact): readonly TimedRecord[] {
  switch (fact.kind) {
    case 'run':
      return [startRecord(fact.process)];
    case 'connection':
      return [connectionRecord(fact)];
    case 'lookup':
      return [lookupRecord(fact)];
    case 'file':
      return [];
  }
}

/** Signature, hashes, version resource and command line: they stand here and nowhere else. */
function startRecord(process: Process): TimedRecord {
  const { account, program, parent, pid, directory } = process;
  const { md5, sha1, sha256 } = digestsOf(program);
  return telemetry('process', process.machine, process.startMs, {
    pid,
    process_unique_id: uniqueId(process),
    process_name: fileNameOf(program.image),
    image_name: program.image,
    commandline: process.commandLine,
    current_directory: directory.replace(/\\$/, ''),
    username: accountName(account),
    usersid: account.sid,
    integrity_level: account.integrity,
    logonid: account.logonId,
    session: account.session,
    hashes: { md5, sha1, sha256 },
    pe_imphash: hexOf(`IMPHASH ${program.image}`, 32).toUpperCase(),
    pe_info: {
      company_name: known(program.company),
      product_name: known(program.product),
      file_description: known(program.description),
      file_version: known(program.fileVersion),
      original_filename: known(program.originalFileName),
    },
    ...signatureFields(process),
    ...(parent !== undefined && {
      ppid: parent.pid,
      parent_unique_id: uniqueId(parent),
      parent_image: parent.program.image,
      parent_commandline: parent.commandLine,
      parent_integrity_level: parent.account.integrity,
    }),
    fake_ppid: null,
    fake_parent_image: null,
    status: 0,
    status_msg: '',
  });
}

function signatureFields({ program: { signer } }: Process): JsonRecord {
  if (signer === undefined) return { signed: false, signature_info: null };
  const isCatalog = signer === 'Microsoft Windows';
  return {
    signed: true,
    signature_info: {
      signed_catalog: isCatalog,
      signed_authenticode: !isCatalog,
      signer_info: {
        display_name: signer,
        issuer_name: 'Example Code Signing CA',
        thumbprint: hexOf(`certificate of ${signer}`, 40),
      },
      root_info: { display_name: 'Example Root CA' },
    },
  };
}

/** `initiated` is a text; source and destination are named as they are, either way. */
function connectionRecord(fact: ConnectionFact): TimedRecord {
  const { process, timeMs, direction, source, destination } = fact;
  const isOpened = direction === 'outbound';
  return telemetry('network', process.machine, timeMs, {
    event_id: 3,
    pid: process.pid,
    process_unique_id: uniqueId(process),
    image_name: process.program.image,
    username: accountName(process.account),
    saddr: source.ip,
    sport: source.port,
    daddr: destination.ip,
    dport: destination.port,
    conn_type: fact.transport === 'tcp' ? 0 : 1,
    is_ipv6: String(source.ip.includes(':')),
    initiated: String(isOpened),
    direction: isOpened ? 'out' : 'in',
  });
}

function lookupRecord({ process, timeMs, name, addresses }: LookupFact): TimedRecord {
  return telemetry('dns_resolution', process.machine, timeMs, {
    pid: process.pid,
    process_unique_id: uniqueId(process),
    process_image_path: process.program.image,
    requested_name: name,
    dns_type: 'A',
    ip_addresses: addresses,
  });
}

function telemetry(
  log_type: string,
  machine: Machine,
  timeMs: number,
  data: JsonRecord,
): TimedRecord {
  const isClient = machine.kind === 'workstation';
  const record = {
    log_type,
    '@event_create_date': isoMs(timeMs),
    '@timestamp': isoMs(timeMs + 7_640),
    '@version': '1',
    tenant: '',
    agent: {
      agentid: uuidOf(`harfang agent of ${machine.name}`),
      hostname: machine.name.toUpperCase(),
      domainname: 'CORP',
      domain: null,
      ostype: 'windows',
      osproducttype: isClient ? 'Windows 11 Pro' : 'Windows Server 2022 Datacenter',
      osversion: isClient ? '10.0.22631' : '10.0.20348',
      distroid: null,
    },
    ...data,
  };
  return { timeMs, machine, record };
}

function uniqueId(process: Process): string {
  return isKernel(process)
    ? `${hexOf(`harfang ${process.machine.name}`, 8)}-0000-0000-0004-000000000000`
    : uuidOf(`harfang ${instanceOf(process)}`);
}

function known(text: string): string | null {
  return text === '-' ? null : text;
}
