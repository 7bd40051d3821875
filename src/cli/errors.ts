// Faults that end a command with words instead of a stack trace.

/** The command line asks for something that does not exist or makes no sense. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something outside could not be read or written, and without it there is no answer at all. */
export class EnvironmentError extends Error {
  override readonly name = 'EnvironmentError';
}

/** The system's code where there is one (`ENOENT`), with the message; never a stack. */
export function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
