// What a command is given by the program it belongs to.

import type { Output } from './output.ts';

/** Where a command writes, what time it is for it (epoch ms), and who receives its exit code. */
export interface CommandHost {
  readonly output: Output;
  readonly nowMs: number;
  readonly exit: (code: number) => void;
}
