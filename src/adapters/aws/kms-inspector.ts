// A key's name → what KMS says of the key.

import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  type KMSClientConfig,
} from '@aws-sdk/client-kms';
import type { KeyInspector } from '../../ports/index.ts';
import { factOf } from './fact.ts';

/** The SDK waits for ever by default. */
const REQUEST_TIMEOUT_MS = 20_000;

/** The inspector of keys of one region; it retries as the SDK does. */
export function createKeyInspector(config: KMSClientConfig = {}): KeyInspector {
  const client = new KMSClient({
    requestHandler: {
      connectionTimeout: 3_000,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
    ...config,
  });
  return {
    key: (keyId) =>
      factOf(async () => {
        const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId: keyId }));
        // GetKeyPolicy takes no alias.
        const { KeyId = keyId, Arn = keyId, KeyState = 'unknown' } = KeyMetadata ?? {};
        const { Policy = '{}' } = await client.send(new GetKeyPolicyCommand({ KeyId }));
        return { arn: Arn, state: KeyState, policy: Policy };
      }),
  };
}
