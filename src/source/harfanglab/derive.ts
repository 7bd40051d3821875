// HarfangLab's values → the Sigma fields that take more than a path.

import { getOwn, isJsonObject, type JsonObject } from '../../model/index.ts';
import { sidOf, wellKnownSid } from '../accounts.ts';
import type { DerivedRow } from '../adapter.ts';
import { hashesText } from '../ecs-derive.ts';
import { knownText } from '../text.ts';
import { signatureStatus, signedText, signerOf } from './signature.ts';
import type { HarfangLabView } from './view.ts';

const DIRECTIONS: ReadonlyMap<string, string> = new Map([
  ['out', 'true'],
  ['in', 'false'],
]);

const NO_HASHES: JsonObject = {};

/** Derived fields of HarfangLab. */
export const HARFANGLAB_DERIVED: readonly DerivedRow<HarfangLabView>[] = [
  {
    field: 'UserSid',
    from: 'usersid; else well-known accounts by their (localised) name in username',
    derive: ({ record }) =>
      sidOf(getOwn(record, 'usersid')) ?? wellKnownSid(getOwn(record, 'username')),
  },
  {
    field: 'Hashes',
    from: 'hashes.{sha1, md5, sha256} and pe_imphash as SHA1=…,MD5=…',
    derive: hashes,
  },
  {
    field: 'Initiated',
    from: 'initiated, true or "true"; else direction: out is true, in is false',
    derive: initiated,
  },
  {
    field: 'SignatureStatus',
    from: 'signed: false is Unsigned; true is Valid with a named signer; else Unavailable, so of connections, which carry neither',
    derive: signatureStatus,
  },
  { field: 'Signature', from: 'signature_info.signer_info.display_name', derive: signerOf },
  { field: 'Signed', from: 'by SignatureStatus', derive: signedText },
];

function hashes({ record }: HarfangLabView): string | undefined {
  const logged = getOwn(record, 'hashes');
  const digests = logged !== undefined && isJsonObject(logged) ? logged : NO_HASHES;
  const imphash = getOwn(record, 'pe_imphash');
  return hashesText(imphash === undefined ? digests : { ...digests, imphash });
}

function initiated({ record }: HarfangLabView): string | undefined {
  const logged = knownText(getOwn(record, 'initiated'))?.toLowerCase();
  if (logged === 'true' || logged === 'false') return logged;
  return DIRECTIONS.get(knownText(getOwn(record, 'direction'))?.toLowerCase() ?? '');
}
