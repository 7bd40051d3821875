// Writes in order → the sequencer S3 puts in a notification: of two for one key, the greater is the later.

/** Hex digits of the milliseconds at which a stack started: enough until the year 10889. */
const TIME_DIGITS = 12;
const COUNT_DIGITS = 6;

/** Counts from the start's time, so that a later stack's sequencers are greater and none depends on the clock's steps. */
export function createSequencer(): () => string {
  const start = Date.now().toString(16).padStart(TIME_DIGITS, '0');
  let count = 0;
  return () => {
    count += 1;
    return `${start}${count.toString(16).padStart(COUNT_DIGITS, '0')}`.toUpperCase();
  };
}
