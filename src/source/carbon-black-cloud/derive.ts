// Carbon Black Cloud's values → the Sigma fields that take more than a path.

import { getOwn, type JsonValue } from '../../model/index.ts';
import { wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { endRows } from '../connection-ends.ts';
import { hashesText } from '../ecs-derive.ts';
import { knownText, textsOf } from '../text.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import type { CarbonBlackView } from './view.ts';

const HASH_KEYS: ReadonlyMap<string, string> = new Map([
  ['procstart', 'childproc_hash'],
  ['moduleload', 'modload_hash'],
  ['filemod', 'filemod_hash'],
]);

/** Hexadecimal digits of a digest → its algorithm. The arrays hold MD5 and SHA-256 in no promised order. */
const ALGORITHMS: ReadonlyMap<number, string> = new Map([
  [32, 'md5'],
  [40, 'sha1'],
  [64, 'sha256'],
]);

const ENDS = {
  localIp: 'local_ip',
  localPort: 'local_port',
  remoteIp: 'remote_ip',
  remotePort: 'remote_port',
};

const PROTOCOL_PREFIX = /^PROTO_/i;

/** Derived fields of Carbon Black Cloud. */
export const CARBON_BLACK_DERIVED: readonly DerivedRow<CarbonBlackView>[] = [
  {
    field: 'Computer',
    from: 'device_name, less the domain before a backslash',
    derive: ({ record }) => computerOf(getOwn(record, 'device_name')),
  },
  {
    field: 'UserSid',
    from: 'well-known accounts by their (localised) name in process_username, of a start childproc_username',
    derive: ({ record, kind }) =>
      wellKnownSid(
        getOwn(record, kind === 'procstart' ? 'childproc_username' : 'process_username'),
      ),
  },
  {
    field: 'Hashes',
    from: 'process_hash (of a start childproc_hash, of loads modload_hash, of file events filemod_hash): MD5, SHA1 and SHA256 told apart by length',
    derive: hashes,
  },
  { field: 'Initiated', from: 'not netconn_inbound', derive: initiated },
  ...endRows(ENDS, initiated),
  {
    field: 'Protocol',
    from: 'netconn_protocol without PROTO_, in lower case',
    derive: ({ record }) =>
      knownText(getOwn(record, 'netconn_protocol'))?.replace(PROTOCOL_PREFIX, '').toLowerCase(),
  },
  {
    field: 'DestinationHostname',
    from: 'netconn_domain of a connection that this host opened',
    derive: (view) =>
      initiated(view) === 'true' ? knownText(getOwn(view.record, 'netconn_domain')) : undefined,
  },
  {
    field: 'SignatureStatus',
    from: 'state of the first process_publisher (of a start childproc_publisher, of loads modload_publisher): NOT_SIGNED is Unsigned; SIGNED, VERIFIED and TRUSTED or OS is Valid; SIGNED without VERIFIED, or INVALID, is Invalid; else Unavailable',
    derive: signatureStatus,
  },
  { field: 'Signature', from: 'name of that publisher', derive: signerOf },
  { field: 'Signed', from: 'by SignatureStatus', derive: signedText },
];

function initiated({ record }: CarbonBlackView): string | undefined {
  const inbound = knownText(getOwn(record, 'netconn_inbound'))?.toLowerCase();
  if (inbound === 'true') return 'false';
  return inbound === 'false' ? 'true' : undefined;
}

function computerOf(value: JsonValue | undefined): string | undefined {
  const name = knownText(value);
  return name?.slice(name.lastIndexOf('\\') + 1);
}

function hashes({ record, kind }: CarbonBlackView): string | undefined {
  const logged = textsOf(getOwn(record, HASH_KEYS.get(kind) ?? 'process_hash'));
  const entries = logged.flatMap((digits) => {
    const algorithm = ALGORITHMS.get(digits.length);
    return algorithm === undefined ? [] : [[algorithm, digits]];
  });
  return hashesText(Object.fromEntries(entries));
}
