// SentinelOne's values → the Sigma fields that take more than a path.

import type { JsonValue } from '../../model/index.ts';
import { wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { hashesText } from '../ecs-derive.ts';
import { unmapAddress } from '../mapped-address.ts';
import { parsePath, readPath } from '../path.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import type { SentinelView } from './view.ts';

const ENDS = {
  src: { ip: parsePath('src.ip.address'), port: parsePath('src.port.number') },
  dst: { ip: parsePath('dst.ip.address'), port: parsePath('dst.port.number') },
};
const USERS = { src: parsePath('src.process.user'), tgt: parsePath('tgt.process.user') };
const HASHES = {
  src: hashPaths('src.process.image'),
  tgt: hashPaths('tgt.process.image'),
  module: hashPaths('module'),
  file: hashPaths('tgt.file'),
};

/** Derived fields of SentinelOne. dst is always the side that was connected to, so of INCOMING this host. */
export const SENTINELONE_DERIVED: readonly DerivedRow<SentinelView>[] = [
  { field: 'SourceIp', from: 'src.ip.address', derive: (view) => endOf(view, 'src', 'ip') },
  { field: 'SourcePort', from: 'src.port.number', derive: (view) => endOf(view, 'src', 'port') },
  { field: 'DestinationIp', from: 'dst.ip.address', derive: (view) => endOf(view, 'dst', 'ip') },
  {
    field: 'DestinationPort',
    from: 'dst.port.number',
    derive: (view) => endOf(view, 'dst', 'port'),
  },
  {
    field: 'Initiated',
    from: 'event.network.direction of IP Connect: INCOMING is false, OUTGOING true',
    derive: initiated,
  },
  {
    field: 'UserSid',
    from: 'well-known accounts by the name in process.user',
    derive: ({ record, actor }) => wellKnownSid(readPath(record, USERS[actor])),
  },
  {
    field: 'Hashes',
    from: 'process.image (of loads module, of file events tgt.file) sha1, md5, sha256 as SHA1=…,MD5=…',
    derive: hashes,
  },
  {
    field: 'SignatureStatus',
    from: 'signedStatus unsigned is Unsigned; signed and verified Valid; unverified or reasonSignatureInvalid Invalid; else, and of loads, Unavailable',
    derive: signatureStatus,
  },
  { field: 'Signature', from: 'process.publisher, in upper case', derive: signerOf },
  { field: 'Signed', from: 'process.signedStatus', derive: signedText },
];

function endOf({ record }: SentinelView, end: 'src' | 'dst', part: 'ip' | 'port') {
  return unmapAddress(readPath(record, ENDS[end][part]));
}

function initiated({ record, kind, isInbound }: SentinelView): string | undefined {
  if (kind !== 'ipconnect') return undefined;
  if (isInbound) return 'false';
  const direction = readPath(record, DIRECTION);
  return typeof direction === 'string' && direction.toUpperCase() === 'OUTGOING'
    ? 'true'
    : undefined;
}

const DIRECTION = parsePath('event.network.direction');

function hashes({ record, kind, actor }: SentinelView): string | undefined {
  const isLoad = kind === 'moduleload' || kind === 'driverload';
  const paths = HASHES[isLoad ? 'module' : kind.startsWith('file') ? 'file' : actor];
  const read = (path: (typeof paths)['sha1']): JsonValue => readPath(record, path) ?? null;
  return hashesText({ sha1: read(paths.sha1), md5: read(paths.md5), sha256: read(paths.sha256) });
}

function hashPaths(at: string) {
  return {
    sha1: parsePath(`${at}.sha1`),
    md5: parsePath(`${at}.md5`),
    sha256: parsePath(`${at}.sha256`),
  };
}
