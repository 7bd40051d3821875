// A key and a certificate that nobody vouches for, made when asked: none is kept in this repository.

import { generateKeyPairSync, sign } from 'node:crypto';

/** DER: a tag, a length, a content. */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  const size = length < 128 ? [length] : long;
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const SEQUENCE = 0x30;
/** 1.2.840.10045.4.3.2, ecdsa-with-SHA256. */
const ALGORITHM = der(SEQUENCE, Buffer.from('06082a8648ce3d040302', 'hex'));

/** For 127.0.0.1, valid from 2020 to 2049. */
export function selfSigned(): { readonly key: string; readonly cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const commonName = der(SEQUENCE, Buffer.from('0603550403', 'hex'), der(0x0c, Buffer.from('t')));
  const name = der(SEQUENCE, der(0x31, commonName));
  const times = ['200101000000Z', '491231235959Z'].map((time) => der(0x17, Buffer.from(time)));
  const address = der(SEQUENCE, der(0x87, Buffer.from([127, 0, 0, 1])));
  const altNames = der(SEQUENCE, Buffer.from('0603551d11', 'hex'), der(0x04, address));
  const body = der(
    SEQUENCE,
    ...[der(0xa0, der(0x02, Buffer.from([2]))), der(0x02, Buffer.from([1])), ALGORITHM],
    ...[name, der(SEQUENCE, ...times), name],
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(SEQUENCE, altNames)),
  );
  const signature = sign('sha256', body, privateKey);
  const whole = der(SEQUENCE, body, ALGORITHM, der(0x03, Buffer.from([0]), signature));
  const lines = whole.toString('base64').replace(/.{64}(?=.)/g, '$&\n');
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
  };
}
