// Loaded before the function: the 30 s after which a silent body is taken for dead are over in 0.3 s.

const STALL_MS = 30_000;
const SHORT_MS = 300;

const real = globalThis.setTimeout;
globalThis.setTimeout = (run, delayMs, ...rest) =>
  real(run, delayMs === STALL_MS ? SHORT_MS : delayMs, ...rest);
