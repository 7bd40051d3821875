// Cortex XDR's values → the Sigma fields that take more than a path.

import { getOwn } from '../../model/index.ts';
import { sidOf, wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { endRows } from '../connection-ends.ts';
import { hashesText } from '../ecs-derive.ts';
import { ipProtocolName } from '../ip-protocol.ts';
import { knownText } from '../text.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import type { CortexView } from './view.ts';

const ENDS = {
  localIp: 'action_local_ip',
  localPort: 'action_local_port',
  remoteIp: 'action_remote_ip',
  remotePort: 'action_remote_port',
};

/** Derived fields of Cortex XDR. */
export const CORTEX_DERIVED: readonly DerivedRow<CortexView>[] = [
  {
    field: 'UserSid',
    from: 'os_actor_primary_user_sid (of a start action_process_user_sid); else well-known accounts by name',
    derive: userSid,
  },
  {
    field: 'Hashes',
    from: 'os_actor_process_image_md5 and _sha256 (of a start action_process_image_*, of loads action_module_*)',
    derive: hashes,
  },
  { field: 'Initiated', from: 'not action_network_is_server', derive: initiated },
  ...endRows(ENDS, initiated),
  {
    field: 'Protocol',
    from: 'action_network_protocol, a number or a word, as tcp, udp or icmp; any other as it is',
    derive: ({ record }) => {
      const logged = knownText(getOwn(record, 'action_network_protocol'))?.toLowerCase();
      return ipProtocolName(logged) ?? logged;
    },
  },
  {
    field: 'SignatureStatus',
    from: 'action_process_signature_status of a start, action_module_… of loads, os_actor_process_… where other events have it: the words for signed, unsigned, invalid; else Unavailable, so for numbers',
    derive: signatureStatus,
  },
  { field: 'Signature', from: 'the signature_vendor beside it', derive: signerOf },
  { field: 'Signed', from: 'by SignatureStatus', derive: signedText },
];

function initiated({ record }: CortexView): string | undefined {
  const isServer = knownText(getOwn(record, 'action_network_is_server'))?.toLowerCase();
  if (isServer === 'true') return 'false';
  return isServer === 'false' ? 'true' : undefined;
}

function userSid({ record, kind }: CortexView): string | undefined {
  const isStart = kind === 'start';
  const sid = getOwn(record, isStart ? 'action_process_user_sid' : 'os_actor_primary_user_sid');
  const name = getOwn(record, isStart ? 'action_process_username' : 'os_actor_primary_username');
  return sidOf(sid) ?? wellKnownSid(name);
}

function hashes({ record, kind }: CortexView): string | undefined {
  const prefix = hashPrefix(kind);
  const digest = (algorithm: string) => getOwn(record, `${prefix}_${algorithm}`) ?? null;
  return hashesText({ md5: digest('md5'), sha256: digest('sha256') });
}

function hashPrefix(kind: CortexView['kind']): string {
  if (kind === 'load') return 'action_module';
  return kind === 'start' ? 'action_process_image' : 'os_actor_process_image';
}
