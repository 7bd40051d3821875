// Findings of all objects, each once, and an outbox: what was found stays to be sent until somebody says that it was.
//
//   record ──created──→ PENDING, leased by the scan ──publish, sent──→ SENT ──revise──→ PENDING again, next revision
//          ──known────→ nothing to publish                │
//                                          lease over: unsent() hands it to settle

import type { FindingPart, ReplayOrigin, Revision, StoredFinding } from '../model/index.ts';

/** Who publishes, and for how long nobody else shall. */
export interface SendTerms {
  /** This attempt at one object, no other: asked again by the same, a store gives the same answer. */
  readonly owner: string;
  readonly leaseMs: number;
  /** When the attempt began: what it creates or revises bears that time. @default the store's clock */
  readonly atMs?: number;
  /** Of a replay. @default a live scan */
  readonly origin?: ReplayOrigin | undefined;
}

/**
 * Keeps findings for 400 days at least. Every method may be repeated. Throws what its transport throws, and an
 * error that says so for a finding larger than the store takes.
 */
export interface FindingStore {
  /**
   * Adds a part. `created`: the caller publishes revision 0. `known`: it publishes nothing. What only replays made, and nobody
   * was told of, is created again by a live scan: it is the live scan's from then on. To a replay all that is there is known.
   */
  record(part: FindingPart, terms: SendTerms): Promise<'created' | 'known'>;
  /** The revision was published. Throws for a finding or revision that is not there. */
  sent(tenant: string, id: string, revision: number): Promise<void>;
  /**
   * The revision is told to nobody, and leaves the outbox. Unlike `sent` it does not say that people know of the finding.
   * Throws as `sent` does.
   * @param of only while the finding is of such a replay: once a live scan has made it, it has to be told
   */
  dropped(tenant: string, id: string, revision: number, of?: ReplayOrigin): Promise<void>;
  /** Findings with a revision that is not sent and leased by nobody at `nowMs`; each is leased to the caller. */
  unsent(nowMs: number, terms: SendTerms): AsyncIterable<StoredFinding>;
  /** Enters a verdict. `revised`: the caller publishes the next revision. `known`: nothing changed for people. */
  revise(
    tenant: string,
    id: string,
    revision: Revision,
    terms: SendTerms,
  ): Promise<'revised' | 'known' | 'absent'>;
  read(tenant: string, id: string): Promise<StoredFinding | undefined>;
}
