// SIGINT, and others where they are named → a signal that ends the work, so that it can be ended as it should.

/** Ctrl-C reaches this process twice (terminal and launcher): only a later one means "now". */
const PATIENCE_MS = 1_000;

/** A first signal aborts `signal`; one more than a second later leaves at once with `exitCode`. */
export interface Interrupt {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Listens until disposed. */
export function listenForInterrupt(
  exitCode: number,
  signals: readonly NodeJS.Signals[] = ['SIGINT'],
): Interrupt {
  const controller = new AbortController();
  let firstMs: number | undefined;
  const onSignal = () => {
    firstMs ??= performance.now();
    if (performance.now() - firstMs > PATIENCE_MS) process.exit(exitCode);
    controller.abort(new Error('interrupted'));
  };
  for (const signal of signals) process.on(signal, onSignal);
  return {
    signal: controller.signal,
    dispose: () => {
      for (const signal of signals) process.off(signal, onSignal);
    },
  };
}
