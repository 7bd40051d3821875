// Offers and open connections in the memory of one process.

import { leastOffers, type Offer } from '../../model/index.ts';
import {
  type AwaitReply,
  type Clock,
  type DueItem,
  type JoinKey,
  type KeyOffers,
  MAX_WAITING_PER_KEY,
  type OfferReply,
  type OpenConnection,
  type ProcessStore,
  type WaitingConnection,
} from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 24 * 3_600_000;

/** What is kept under one key. */
interface Head {
  readonly offers: readonly Offer[];
  readonly refs: ReadonlySet<string>;
}

interface Kept {
  readonly connection: OpenConnection;
  readonly isJudged: boolean;
  readonly dueMs: number;
}

const NOTHING: Head = { offers: [], refs: new Set() };

/** A class because its two maps change together. */
export class MemoryProcesses implements ProcessStore {
  readonly #clock: Clock;
  readonly #heads: ExpiringMap<Head>;
  readonly #waiting: ExpiringMap<Kept>;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#heads = new ExpiringMap(clock);
    this.#waiting = new ExpiringMap(clock);
  }

  async putStarts(starts: readonly KeyOffers[]): Promise<readonly OfferReply[]> {
    return starts.map(({ key, offers }) => {
      const head = this.#head(key);
      this.#setHead(key, { ...head, offers: leastOffers([...head.offers, ...offers]) });
      const waiting = [...head.refs].sort().flatMap((ref) => {
        const kept = this.#waiting.get(connectionId(key.tenant, ref));
        return kept === undefined ? [] : [this.#complete(kept)];
      });
      return { kind: 'kept', waiting };
    });
  }

  async awaitStart(connection: OpenConnection): Promise<AwaitReply> {
    const { tenant, ref, keys } = connection;
    const id = connectionId(tenant, ref);
    const kept = this.#waiting.get(id);
    if (kept === undefined) {
      this.#waiting.set(id, { connection, isJudged: false, dueMs: connection.dueMs }, KEEP_MS);
    }
    let isFull = false;
    for (const key of keys) {
      const head = this.#head(key);
      if (head.refs.size < MAX_WAITING_PER_KEY || head.refs.has(ref)) {
        this.#setHead(key, { ...head, refs: new Set([...head.refs, ref]) });
      } else isFull = true;
    }
    const isDue = kept !== undefined && kept.connection.dueMs <= this.#clock.nowMs();
    const isLate = isDue || kept?.isJudged === true;
    return { kind: isFull ? 'full' : 'waits', isLate, offered: this.#offered(keys) };
  }

  async *settleDue(nowMs: number, leaseMs: number): AsyncGenerator<WaitingConnection> {
    for (const [id] of this.#waiting.entries()) {
      const kept = this.#waiting.get(id);
      if (kept === undefined || kept.isJudged || kept.dueMs > nowMs) continue;
      this.#waiting.set(id, { ...kept, dueMs: nowMs + leaseMs }, KEEP_MS);
      yield this.#complete(kept);
    }
  }

  async conclude({
    tenant,
    ref,
    keys,
  }: Pick<OpenConnection, 'tenant' | 'ref' | 'keys'>): Promise<void> {
    for (const key of keys) {
      const head = this.#head(key);
      if (!head.refs.has(ref)) continue;
      const refs = new Set([...head.refs].filter((other) => other !== ref));
      this.#setHead(key, { ...head, refs });
    }
    this.#waiting.delete(connectionId(tenant, ref));
  }

  async judgedEarly({
    tenant,
    ref,
    keys,
  }: Pick<OpenConnection, 'tenant' | 'ref' | 'keys'>): Promise<WaitingConnection['offered']> {
    const id = connectionId(tenant, ref);
    const kept = this.#waiting.get(id);
    if (kept !== undefined) this.#waiting.set(id, { ...kept, isJudged: true }, KEEP_MS);
    return this.#offered(keys);
  }

  /** Connections that are due. */
  due(nowMs: number): readonly DueItem[] {
    return this.#waiting
      .entries()
      .filter(([, { isJudged, dueMs }]) => !isJudged && dueMs <= nowMs)
      .map(([id, { dueMs }]) => ({ kind: 'connection', id, dueMs }));
  }

  #head({ tenant, source, key }: JoinKey): Head {
    return this.#heads.get(JSON.stringify([tenant, source, key])) ?? NOTHING;
  }

  #setHead({ tenant, source, key }: JoinKey, head: Head): void {
    this.#heads.set(JSON.stringify([tenant, source, key]), head, KEEP_MS);
  }

  #offered(keys: readonly JoinKey[]): readonly (readonly Offer[])[] {
    return keys.map((key) => this.#head(key).offers);
  }

  #complete({ connection, isJudged }: Kept): WaitingConnection {
    return { ...connection, offered: this.#offered(connection.keys), isJudged };
  }
}

function connectionId(tenant: string, ref: string): string {
  return JSON.stringify([tenant, ref]);
}
