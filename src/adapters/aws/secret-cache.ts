// A reader of secrets → the same, asked seldom, and answered for a while without it: that Secrets Manager does not
// answer must not silence the pager.
//
//   read ──── 5 min ────▶ read again, at most every 30 s ──── 1 h since the last good read ────▶ unknown
//         as it was read            as it was read, while that fails                       rejects

import type { Clock, SecretReader, SecretSource } from '../../ports/index.ts';

/** How long a secret is used without asking: after a rotation the old one is refused for as long at most. */
export const SECRET_TTL_MS = 5 * 60_000;
/** How long a secret is used that can no longer be read: someone may have deleted it to stop us. */
export const SECRET_STALE_MS = 60 * 60_000;
/** Not asked more often while a text is at hand. */
export const SECRET_REREAD_MS = 30_000;

/** What is known of a secret. */
interface Kept {
  readonly text: string;
  readonly readMs: number;
}

/** Secrets by ARN, for as long as the process lives: one cache for all destinations. */
export function createSecretCache(
  reader: SecretReader,
  clock: Clock,
): (arn: string) => SecretSource {
  const sources = new Map<string, SecretSource>();
  return (arn) => {
    const source = sources.get(arn) ?? createSource(reader, clock, arn);
    sources.set(arn, source);
    return source;
  };
}

function createSource(reader: SecretReader, clock: Clock, arn: string): SecretSource {
  let kept: Kept | undefined;
  let askedMs = Number.NEGATIVE_INFINITY;
  let renewedMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<string> | undefined;

  const ask = async (): Promise<string> => {
    askedMs = clock.nowMs();
    const text = await reader.read(arn);
    kept = { text, readMs: clock.nowMs() };
    return text;
  };
  /** Who asks while it is being read waits for that. */
  const read = (): Promise<string> => {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  };
  /** The text at hand, if it was read that lately. */
  const within = (ms: number): string | undefined =>
    kept !== undefined && clock.nowMs() - kept.readMs < ms ? kept.text : undefined;
  const isLately = (ms: number) => clock.nowMs() - ms < SECRET_REREAD_MS;

  return {
    current: async () => {
      const text = within(isLately(askedMs) ? SECRET_STALE_MS : SECRET_TTL_MS);
      if (text !== undefined) return text;
      return read().catch((error: unknown) => {
        const stale = within(SECRET_STALE_MS);
        if (stale === undefined) throw error;
        return stale;
      });
    },
    renewed: async () => {
      const text = isLately(renewedMs) ? within(SECRET_STALE_MS) : undefined;
      if (text !== undefined) return text;
      renewedMs = clock.nowMs();
      return read();
    },
  };
}
