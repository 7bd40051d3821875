// What went wrong at a destination → a word to operations: who, what, why, since when, what to do.

import type { OperationsWord } from '../../src/ports/index.ts';

/** What operations are told of. */
export type Trouble =
  | 'unpaged'
  | 'late'
  | 'refused'
  | 'expired'
  | 'unreadable'
  | 'unshown'
  | 'stuck';

/** What is known of it. */
export interface TroubleFacts {
  readonly destination: string;
  readonly trouble: Trouble;
  /** Safe and without secrets. */
  readonly reason: string;
  /** What it is about; undefined for a message that nobody could read. */
  readonly about:
    | { readonly id: string; readonly revision: number; readonly title: string }
    | undefined;
  /** When the message came into the queue, epoch ms. */
  readonly sinceMs: number | undefined;
}

interface Words {
  readonly subject: string;
  readonly what: string;
  readonly todo: string;
  /** Of docs/notify.md. */
  readonly section: string;
}

const IN_DEAD_LETTERS = 'The message is in the dead-letter queue and is not tried again by itself.';

const WORDS: Readonly<Record<Trouble, Words>> = {
  unpaged: {
    subject: 'a page could not be posted yet',
    what: 'Nobody was paged. It is tried further, for 12 hours in all.',
    todo: 'Look at the reason. Until it is mended, watch the other destinations.',
    section: 'A page that does not arrive',
  },
  late: {
    subject: 'has not been told of an alert for an hour',
    what: 'It wakes nobody, and is tried further, for 12 hours in all.',
    todo: 'Look at the reason. Until it is mended, watch the other destinations.',
    section: 'What comes late',
  },
  refused: {
    subject: 'refused what was posted',
    what: IN_DEAD_LETTERS,
    todo: 'Mend what the reason names, test the destination, then redrive the queue.',
    section: 'What is refused',
  },
  expired: {
    subject: 'could not be reached for 12 hours',
    what: IN_DEAD_LETTERS,
    todo: 'Mend what the reason names, test the destination, then redrive the queue.',
    section: 'What was given up',
  },
  unreadable: {
    subject: 'was sent a message that is none of ours',
    what: IN_DEAD_LETTERS,
    todo: 'Find out who publishes to the topic or the queue; purge what is not ours.',
    section: 'What cannot be read',
  },
  unshown: {
    subject: 'was not told of an alert for a bug of ours',
    what: IN_DEAD_LETTERS,
    todo: 'Look at the finding in the archive, and report the bug with the log of the function.',
    section: 'What cannot be shown',
  },
  stuck: {
    subject: 'has an alert that its dead-letter queue does not take',
    what: 'Nobody was told. The message stays in its queue and is tried again, for 14 days at most.',
    todo: 'Mend what the reason names, and what the log of the function says of the dead-letter queue.',
    section: 'What is stuck',
  },
};

const MAX_SUBJECT = 99;

/** The word. Of what a log says it has the alert's title alone, behind a name of ours. */
export function troubleWord({
  destination,
  trouble,
  reason,
  about,
  sinceMs,
}: TroubleFacts): OperationsWord {
  const { subject, what, todo, section } = WORDS[trouble];
  const since = sinceMs === undefined ? 'unknown' : new Date(sinceMs).toISOString();
  const rows = [
    ['Destination', destination],
    ...(about === undefined
      ? []
      : [
          ['About', about.title],
          ['Id', `${about.id}, revision ${about.revision}`],
        ]),
    ['Why', reason],
    ['Since', since],
  ];
  return {
    subject: `sigma-lambda: ${destination} ${subject}`.slice(0, MAX_SUBJECT),
    text: [
      what,
      rows.map(([name = '', text = '']) => `${name.padEnd(13)}${text}`).join('\n'),
      `What to do: ${todo}\nSee docs/notify.md, "${section}".`,
      'Of this destination and trouble you hear once an hour at most; this may be one of many.\n',
    ].join('\n\n'),
  };
}
