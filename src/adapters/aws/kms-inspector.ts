// A key's name → what KMS says of the key.

import type { KMSClientConfig } from '@aws-sdk/client-kms';
import type { KeyInspector } from '../../ports/index.ts';
import { factOf } from './fact.ts';

/** The SDK waits for ever by default. */
const REQUEST_TIMEOUT_MS = 20_000;

/** The inspector of keys of one region; it retries as the SDK does. KMS's client is loaded by the first that asks for it. */
export function createKeyInspector(config: KMSClientConfig = {}): KeyInspector {
  const opened = async () => {
    const kms = await import('@aws-sdk/client-kms');
    const requestHandler = {
      connectionTimeout: 3_000,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    };
    return { kms, client: new kms.KMSClient({ requestHandler, ...config }) };
  };
  return {
    key: (keyId) =>
      factOf(async () => {
        const { client, kms } = await opened();
        const { KeyMetadata } = await client.send(new kms.DescribeKeyCommand({ KeyId: keyId }));
        // GetKeyPolicy takes no alias.
        const { KeyId = keyId, Arn = keyId, KeyState = 'unknown' } = KeyMetadata ?? {};
        const { Policy = '{}' } = await client.send(new kms.GetKeyPolicyCommand({ KeyId }));
        return { arn: Arn, state: KeyState, policy: Policy };
      }),
  };
}
