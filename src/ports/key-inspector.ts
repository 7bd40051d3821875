// A key of KMS → what decides whether objects can be decrypted by it. Nothing is changed.

import type { Fact } from './fact.ts';

/** A key. */
export interface KeyFacts {
  readonly arn: string;
  /** `Enabled`, `Disabled`, `PendingDeletion`, … */
  readonly state: string;
  /** The policy named `default`, as JSON. */
  readonly policy: string;
}

/** Asks KMS. Never throws for what it answers. */
export interface KeyInspector {
  /** kms:DescribeKey, kms:GetKeyPolicy: of the key's own account alone. @param keyId ARN, id or alias */
  key(keyId: string): Promise<Fact<KeyFacts>>;
}
