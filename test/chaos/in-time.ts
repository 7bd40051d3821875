// Queues that are to become empty → the moment they are, or an error.

const PATIENCE_MS = 300_000;

/** Rejects where that takes longer than any run should. */
export async function inTime(work: Promise<unknown>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`the queues were not empty after ${PATIENCE_MS / 1000} s`));
  }, PATIENCE_MS);
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
