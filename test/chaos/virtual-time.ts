// Steps by which time is put forward → what the functions' clocks show, now and at a moment of this machine.

/** Time that passes when told to. */
export interface VirtualTime {
  /** How far the functions' clocks are ahead. */
  readonly offsetMs: number;
  pass(ms: number): void;
  /** What their clocks showed when this machine's showed `realMs`; both epoch ms. */
  at(realMs: number): number;
}

/** Nothing has passed. */
export function startVirtualTime(): VirtualTime {
  const steps: { readonly sinceMs: number; readonly offsetMs: number }[] = [];
  return {
    get offsetMs() {
      return steps.at(-1)?.offsetMs ?? 0;
    },
    pass: (ms) => {
      steps.push({ sinceMs: Date.now(), offsetMs: (steps.at(-1)?.offsetMs ?? 0) + ms });
    },
    at: (realMs) => realMs + (steps.findLast(({ sinceMs }) => sinceMs <= realMs)?.offsetMs ?? 0),
  };
}
