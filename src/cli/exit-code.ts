// How a command ends → the number a shell sees.

/** The command did its work, findings or not. */
export const EXIT_OK = 0;
/** `--fail-on` was reached, or cases or checks failed. */
export const EXIT_FAILED = 1;
/** Not everything could be read or compiled: the answer is not whole. */
export const EXIT_INCOMPLETE = 2;
/** The command line is wrong (EX_USAGE of sysexits.h). */
export const EXIT_USAGE = 64;
/** A bug of ours (EX_SOFTWARE of sysexits.h). */
export const EXIT_BUG = 70;
/** Stopped by SIGINT: 128 + 2. */
export const EXIT_INTERRUPTED = 130;

/** Of two endings the one to report: an answer that is not whole says so first, as grep does. */
export function worseOf(a: number, b: number): number {
  return Math.max(a, b);
}
