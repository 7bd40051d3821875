// Text of a file → what in it must not be published: paths of a developer's machine, real account ids, secrets.

/** One thing found. Does not repeat a secret: a test's output is published too. */
export interface Leak {
  readonly line: number;
  readonly kind: string;
}

/** AWS's own documentation uses these accounts; every account in this repository is one of them. */
const EXAMPLE_ACCOUNTS = ['123456789012', '111122223333', '444455556666'];
/** No account: what the local servers call theirs. */
const LOCAL_ACCOUNT = '0'.repeat(12);
/** The access key of AWS's documentation, in two parts so that this file does not hold it. */
const EXAMPLE_KEY = `AKIA${'IOSFODNN7EXAMPLE'}`;

interface Pattern {
  readonly kind: string;
  readonly pattern: RegExp;
  /** A match whose first group is one of these is no leak. */
  readonly allowed?: readonly string[];
}

const ACCOUNT = { kind: 'an AWS account id', allowed: [...EXAMPLE_ACCOUNTS, LOCAL_ACCOUNT] };

const PATTERNS: readonly Pattern[] = [
  { kind: 'a path of a developer machine', pattern: /(?<![\w.~-])\/(?:work|home|Users)\/[\w.-]+/g },
  { kind: 'a path of a developer machine', pattern: /\/tmp\/bash_(?:jobs|tool)/g },
  { kind: 'a path of a developer machine', pattern: /(?<![\w.~-])\/root\/[\w.-]+/g },
  { ...ACCOUNT, pattern: /\barn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):/g },
  { ...ACCOUNT, pattern: /\b(\d{12})\.dkr\.ecr\b/g },
  { ...ACCOUNT, pattern: /\bsqs\.[\w.-]+\/(\d{12})\//g },
  { ...ACCOUNT, pattern: /\baccount[\w-]{0,12}["']?\s*[:=]\s*["']?(\d{12})\b/gi },
  {
    kind: 'an AWS access key',
    pattern: /\b((?:AKIA|ASIA)[A-Z0-9]{16})\b/g,
    allowed: [EXAMPLE_KEY],
  },
  { kind: 'a private key', pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/g },
  { kind: 'a Slack token', pattern: /\bxox[abeprs]-[\w-]{10,}/g },
  { kind: 'a Slack webhook', pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]{8,}/g },
  { kind: 'a GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36}\b/g },
];

/** Every leak of a text, in its order. */
export function findLeaks(text: string): readonly Leak[] {
  return text.split('\n').flatMap((line, index) => leaksOfLine(line, index + 1));
}

function leaksOfLine(line: string, number: number): readonly Leak[] {
  return PATTERNS.flatMap(({ kind, pattern, allowed }) =>
    [...line.matchAll(pattern)]
      .filter(([, group]) => !allowed?.includes(group ?? ''))
      .map(() => ({ line: number, kind })),
  );
}
