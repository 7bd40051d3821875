// Digests in the memory of one process.

import type { DigestKey, DigestMember } from '../../model/index.ts';
import type { Clock, DigestStore, DueDigest, DueItem } from '../../ports/index.ts';
import { ExpiringMap } from './expiring-map.ts';

const KEEP_MS = 7 * 86_400_000;

interface Kept extends DueDigest {
  readonly members: ReadonlyMap<string, DigestMember>;
  readonly dueMs: number | undefined;
}

const NEVER_SENT = 0;

/** Digests that live as long as their process. */
export interface MemoryDigests extends DigestStore {
  /** Digests that are due. */
  dueItems(nowMs: number): readonly DueItem[];
}

/** A store without digests. */
export function createMemoryDigests(clock: Clock): MemoryDigests {
  const digests = new ExpiringMap<Kept>(clock);
  const keep = (kept: Kept) => digests.set(idOf(kept.digest), kept, KEEP_MS);
  const isDue = ({ dueMs }: Kept, nowMs: number) => dueMs !== undefined && dueMs <= nowMs;
  return {
    async put(digest, member, { dueMs: wholeMs, firstMs = wholeMs }) {
      const kept = digests.get(idOf(digest)) ?? emptyOf(digest);
      if (kept.members.has(member.findingId)) return 'known';
      const members = new Map([...kept.members, [member.findingId, member] as const]);
      const dueMs = kept.dueMs ?? (kept.revision === NEVER_SENT ? firstMs : wholeMs);
      keep({ ...kept, members, version: kept.version + 1, wholeMs, dueMs });
      return 'added';
    },
    async *members(digest) {
      yield* digests.get(idOf(digest))?.members.values() ?? [];
    },
    count: async (digest) => digests.get(idOf(digest))?.members.size ?? 0,
    async *due(nowMs, leaseMs): AsyncGenerator<DueDigest> {
      for (const [id] of digests.entries()) {
        const kept = digests.get(id);
        if (kept === undefined || !isDue(kept, nowMs)) continue;
        keep({ ...kept, dueMs: nowMs + leaseMs });
        const { digest, wholeMs, revision, version } = kept;
        yield { digest, wholeMs, revision, version };
      }
    },
    async sent({ digest, revision, version }) {
      const kept = digests.get(idOf(digest));
      if (kept === undefined || kept.revision !== revision) return;
      const dueMs = kept.version === version ? undefined : kept.wholeMs;
      keep({ ...kept, revision: revision + 1, dueMs });
    },
    dueItems: (nowMs) =>
      digests
        .entries()
        .filter(([, kept]) => isDue(kept, nowMs))
        .map(([id, { dueMs = nowMs }]) => ({ kind: 'digest', id, dueMs })),
  };
}

function emptyOf(digest: DigestKey): Kept {
  return {
    digest,
    wholeMs: 0,
    revision: NEVER_SENT,
    version: 0,
    members: new Map(),
    dueMs: undefined,
  };
}

function idOf({ tenant, kind, rule, fromMs }: DigestKey): string {
  return JSON.stringify([tenant, kind, rule, fromMs]);
}
