// What an outbox has to send: a finding at a revision.

import type { ReplayOrigin, StoredFinding } from '../model/index.ts';

/** A finding as it is to be published. */
export type Sendable = Pick<StoredFinding, 'finding' | 'revision' | 'revised' | 'revisedMs'> & {
  /** Undefined where nobody said when the attempt began: see SendTerms in ports. */
  readonly createdMs?: number | undefined;
  /** True where people know of it, by an earlier revision. @default false */
  readonly wasSent?: boolean;
  /** Of a replay. @default a live scan */
  readonly origin?: ReplayOrigin | undefined;
};

/** False for a revision of what people know of, and for what was withdrawn before they did. */
export function isNews({ wasSent, revised }: Sendable): boolean {
  return wasSent !== true && revised?.verdict !== 'withdrawn';
}
