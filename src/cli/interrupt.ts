// SIGINT → a signal that ends reading, so that what was found so far can still be printed.

/** Ctrl-C reaches this process twice (terminal and launcher): only a later one means "now". */
const PATIENCE_MS = 1_000;

/** A first SIGINT aborts `signal`; one more than a second later leaves at once with `exitCode`. */
export interface Interrupt {
  readonly signal: AbortSignal;
  dispose(): void;
}

/** Listens until disposed. */
export function listenForInterrupt(exitCode: number): Interrupt {
  const controller = new AbortController();
  let firstMs: number | undefined;
  const onSignal = () => {
    firstMs ??= performance.now();
    if (performance.now() - firstMs > PATIENCE_MS) process.exit(exitCode);
    controller.abort(new Error('interrupted'));
  };
  process.on('SIGINT', onSignal);
  return { signal: controller.signal, dispose: () => process.off('SIGINT', onSignal) };
}
