// The keys of a top-level object → which of them may hold the records, and whether the rest look like an envelope.

import { Buffer } from 'node:buffer';

/** Keys whose array always makes an envelope: CloudTrail's and Azure Event Hubs' (issue 2). */
const SURE_KEYS: ReadonlySet<string> = new Set(['Records', 'records']);

/** Microsoft Graph's and Defender's word; common enough to be a vendor's own member as well. */
const DOUBTFUL_KEY = 'value';

/** What stands beside `value` in a page of OData. @see OData JSON Format 4.01 section 4.5 */
const PAGE_KEYS = /^(@?odata\.|count$|nextLink$)/;

const LONGEST_KEY = 32;

/** Follows the keys of one object, which may arrive in pieces. */
export class EnvelopeKeys {
  /** True once a key was met that no page of records carries. */
  hasOwnMembers = false;
  #key = '';
  #isEnded = false;

  /** Adds a piece of a key. */
  append(bytes: Uint8Array): void {
    if (this.#isEnded) {
      this.#key = '';
      this.#isEnded = false;
    }
    // Longer keys are no key of ours; their beginning is enough to tell.
    const room = LONGEST_KEY - this.#key.length;
    this.#key += Buffer.from(bytes.subarray(0, room)).toString('latin1');
  }

  /** The key is whole. */
  end(): void {
    this.#isEnded = true;
    if (!this.isArrayKey() && !PAGE_KEYS.test(this.#key)) this.hasOwnMembers = true;
  }

  /** True where the last key may hold the records. */
  isArrayKey(): boolean {
    return SURE_KEYS.has(this.#key) || this.#key === DOUBTFUL_KEY;
  }

  /** True where the last key's array makes an envelope whatever stands beside it. */
  isSure(): boolean {
    return SURE_KEYS.has(this.#key);
  }
}
