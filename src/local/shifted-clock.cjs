// Puts the sandbox's `Date` ahead of the machine's by what the Runtime API says with each event, so that a test can let
// hours pass. Preloaded by `--require`, before anything can take `Date` to itself. Timers and performance.now stay.

let offsetMs = 0;

const RealDate = Date;
const now = () => RealDate.now() + offsetMs;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, key, receiver) => (key === 'now' ? now : Reflect.get(target, key, receiver)),
});

globalThis[Symbol.for('sigma-lambda.local.clock')] = {
  shift(ms) {
    offsetMs = ms;
  },
};
