// Loaded before the function: the 30 s after which a silent body is taken for dead are over in 1.5 s: a busy machine is silent for less.

const STALL_MS = 30_000;
const SHORT_MS = 1_500;

const real = globalThis.setTimeout;
globalThis.setTimeout = (run, delayMs, ...rest) =>
  real(run, delayMs === STALL_MS ? SHORT_MS : delayMs, ...rest);
