// A large object → the right to scan it, asked for when its first bytes are there, and given back when the scan is over.
//
//   open ─ first bytes ─→ claim ─ claimed ─→ bytes …
//                               └ held, handed on, done ─→ the reading ends: nothing of it is scanned

import type { S3Object } from '../../src/adapters/aws/index.ts';
import type { Claim, ClaimTerms, ObjectLedger, ObjectVersion } from '../../src/ports/index.ts';

/** Objects up to this size are scanned without a claim: two scans at once cost less than every object's write. */
export const MAX_UNCLAIMED_BYTES = 8 * 1024 * 1024;

/**
 * How long the next hop may take to begin before its object counts as abandoned. A queue that is hours behind has alarms
 * of its own; and it is longer than all redeliveries of a message take.
 */
export const HAND_ON_MS = 6 * 3_600_000;

/** Ends a reading whose object is not to be scanned. */
class NotClaimedError extends Error {
  override readonly name = 'NotClaimedError';
}

/** The claim of one attempt at an object. A class because what came of it is asked for later. */
export class ObjectClaim {
  readonly #ledger: ObjectLedger;
  readonly #terms: ClaimTerms;
  /** The version, while this attempt has the claim. */
  #held: ObjectVersion | undefined;
  #claim: Claim | undefined;
  #thrown: unknown;
  #readBytes = 0;

  constructor(ledger: ObjectLedger, terms: ClaimTerms) {
    this.#ledger = ledger;
    this.#terms = terms;
  }

  /** Why nothing was scanned; undefined where the object was claimed or needs no claim. Throws what the ledger threw. */
  get refusal(): Exclude<Claim, { kind: 'claimed' }> | undefined {
    if (this.#thrown !== undefined) throw this.#thrown;
    return this.#claim?.kind === 'claimed' ? undefined : this.#claim;
  }

  /** Stored bytes read, from the object's start to the furthest. */
  get readBytes(): number {
    return this.#readBytes;
  }

  /**
   * The object, which is claimed when its first bytes come.
   * @param versionOf tells its version then: not every notification does
   */
  guard(object: S3Object, versionOf: () => ObjectVersion | undefined): S3Object {
    const readGuarded = (from: number) => this.#read(object, from, versionOf);
    return {
      name: object.name,
      size: object.size,
      get failure() {
        return object.failure;
      },
      get content() {
        return object.content;
      },
      open: (from = 0) => readGuarded(from),
    };
  }

  /** The next hop is on its way. */
  async handOn(): Promise<void> {
    const version = this.#take();
    if (version === undefined) return;
    await this.#ledger.handOn(version, { ...this.#terms, leaseMs: HAND_ON_MS });
  }

  /** Gives the claim back, if there is one still. */
  async release(): Promise<void> {
    const version = this.#take();
    if (version !== undefined) await this.#ledger.release(version, this.#terms.owner);
  }

  /** The scan was entered, which ends the claim. */
  completed(): void {
    this.#take();
  }

  async *#read(
    object: S3Object,
    from: number,
    versionOf: () => ObjectVersion | undefined,
  ): AsyncGenerator<Uint8Array> {
    let at = from;
    for await (const chunk of object.open(from)) {
      await this.#ask(versionOf);
      at += chunk.length;
      this.#readBytes = Math.max(this.#readBytes, at);
      yield chunk;
    }
  }

  async #ask(versionOf: () => ObjectVersion | undefined): Promise<void> {
    if (this.#claim !== undefined) return;
    const version = versionOf();
    const isLarge = version !== undefined && version.size > MAX_UNCLAIMED_BYTES;
    if (!isLarge && this.#terms.hop === 1) return;
    if (version === undefined) return;
    try {
      this.#claim = await this.#ledger.claim(version, this.#terms);
    } catch (thrown) {
      this.#thrown = thrown;
      throw thrown;
    }
    if (this.#claim.kind !== 'claimed') throw new NotClaimedError(`claim: ${this.#claim.kind}`);
    this.#held = version;
  }

  #take(): ObjectVersion | undefined {
    const held = this.#held;
    this.#held = undefined;
    return held;
  }
}
