// A secret's text → the access key of Falcon Data Replicator, or an error that quotes nothing of it.

import { parseJson } from '../../model/index.ts';
import { isRecord } from './record.ts';

/** The access key that the Falcon console gives for a feed: of an IAM user in CrowdStrike's account, without a session. */
export interface FdrKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A secret that is no access key. Its message holds nothing of the secret. */
export class FdrKeysError extends Error {
  override readonly name = 'FdrKeysError';

  constructor(arn: string, found: string) {
    super(
      `${arn}: the secret ${found}; expected JSON {"accessKeyId": "…", "secretAccessKey": "…"}, as the Falcon console gives them`,
    );
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_AccessKey.html */
const ACCESS_KEY_ID = /^\w{16,128}$/;
/** What a header can be signed with: no space that was pasted with it. */
const SECRET_ACCESS_KEY = /^[\x21-\x7e]{16,128}$/;

/** Reads them. Throws {@link FdrKeysError}. */
export function parseFdrKeys(arn: string, text: string): FdrKeys {
  const value: unknown = parseJson(text);
  if (!isRecord(value)) throw new FdrKeysError(arn, 'is no JSON object');
  const accessKeyId = Object.hasOwn(value, 'accessKeyId') ? value['accessKeyId'] : undefined;
  const secret = Object.hasOwn(value, 'secretAccessKey') ? value['secretAccessKey'] : undefined;
  if (typeof accessKeyId !== 'string' || !ACCESS_KEY_ID.test(accessKeyId)) {
    throw new FdrKeysError(arn, 'has no accessKeyId of 16-128 letters and digits');
  }
  if (typeof secret !== 'string' || !SECRET_ACCESS_KEY.test(secret)) {
    throw new FdrKeysError(arn, 'has no secretAccessKey of 16-128 characters without spaces');
  }
  return { accessKeyId, secretAccessKey: secret };
}
