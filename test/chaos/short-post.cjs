// Loaded before the function: a post that is not answered is given up after 0.7 s, not 10.

const POST_MS = 10_000;
const SHORT_MS = 700;

const real = AbortSignal.timeout;
AbortSignal.timeout = (delayMs) => real.call(AbortSignal, delayMs === POST_MS ? SHORT_MS : delayMs);
