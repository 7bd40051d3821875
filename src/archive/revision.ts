// What is archived: a finding at one moment of its life.

import type { Finding, RuleGuide } from '../model/index.ts';

/**
 * What happened to the finding. `confirmed`: an event that came later upholds it; `withdrawn`: one undoes it;
 * `closed`: nothing more was seen of it.
 */
export type RevisionKind = 'opened' | 'updated' | 'confirmed' | 'withdrawn' | 'closed';

/**
 * A finding as it stood at one revision. Number and times are those that the store of findings keeps, so that whoever
 * archives the revision again writes the same.
 */
export interface FindingRevision {
  /** Raw: what leaves is redacted here. */
  readonly finding: Finding;
  /** 1 for `opened`, then one more each time. */
  readonly number: number;
  readonly kind: RevisionKind;
  /** When the finding was opened, epoch ms. */
  readonly createdMs: number;
  /** When this revision was made, epoch ms. */
  readonly timeMs: number;
}

/** What the rule says that a finding does not repeat. */
export interface RuleDetails {
  readonly description: string | undefined;
  readonly references: readonly string[];
  readonly falsepositives: readonly string[];
  readonly guide: RuleGuide | undefined;
}
