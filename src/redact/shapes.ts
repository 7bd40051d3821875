// Secrets that are known by their own shape → their places.

import type { SecretKind } from './mark.ts';
import type { Span } from './span.ts';

interface Shape {
  readonly kind: SecretKind;
  /** Begins with a literal behind a look-behind of one character, so that no two tries read the same run. */
  readonly pattern: RegExp;
}

/** What is secret is the group `secret`, or all of it. Formats by the makers' own documentation. */
const SHAPES: readonly Shape[] = [
  { kind: 'token', pattern: /(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*/g },
  { kind: 'token', pattern: /(?<![A-Za-z0-9_])gh[pousr]_[A-Za-z0-9]{20,}/g },
  { kind: 'token', pattern: /(?<!\w)github_pat_\w{20,}/g },
  { kind: 'token', pattern: /(?<![\w-])gl(?:pat|ptt|dt|rt|cbt|ft)-[\w.-]{16,}/g },
  { kind: 'token', pattern: /(?<!\w)npm_[A-Za-z0-9]{36,}/g },
  { kind: 'token', pattern: /(?<!\w)pypi-[\w-]{32,}/g },
  { kind: 'token', pattern: /(?<![\w-])xox[abeoprs]-[\w-]{10,}/g },
  { kind: 'token', pattern: /(?<![\w-])xapp-[\w-]{10,}/g },
  { kind: 'token', pattern: /hooks\.slack\.com\/(?:services|workflows)\/(?<secret>[\w/-]{8,})/g },
  { kind: 'token', pattern: /(?<![\w-])[sr]k_(?:live|test)_\w{16,}/g },
  { kind: 'token', pattern: /(?<![\w-])sk-(?:ant-|proj-)?[\w-]{20,}/g },
  { kind: 'token', pattern: /(?<![\w-])hv[sb]\.[\w-]{20,}/g },
  { kind: 'key', pattern: /(?<![\w-])AIza[\w-]{35}/g },
  { kind: 'key', pattern: /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  {
    kind: 'token',
    pattern:
      /authorization(?:\\?["'])?[ \t]{0,4}[:=][ \t]{0,4}(?:\\?["'])?(?:(?:bearer|basic|digest|negotiate|ntlm|token|apikey|aws4-hmac-sha256)\\?[ \t]{1,4})?(?<secret>[^\s"']+)/gi,
  },
  { kind: 'token', pattern: /(?<!\w)bearer[ \t]{1,4}(?<secret>[\w.~+/=-]{16,})/gi },
  { kind: 'hash', pattern: /(?<![0-9a-f:])[0-9a-f]{32}:[0-9a-f]{32}(?![0-9a-f])/gi },
];

const AWS_KEY_ID = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])|‹redacted:key›/;
const AWS_SECRET = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;

/** Everything in the text that is a secret by its shape. */
export function shapeSpans(text: string): readonly Span[] {
  const spans = SHAPES.flatMap(({ kind, pattern }) => spansOf(text, kind, pattern));
  return [...spans, ...awsSecrets(text), ...privateKeys(text), ...urlPasswords(text)];
}

function spansOf(text: string, kind: SecretKind, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].map((match) => {
    const end = match.index + match[0].length;
    return { start: end - (match.groups?.['secret'] ?? match[0]).length, end, kind };
  });
}

/** Forty characters are no secret by themselves; beside a key's id they are, unless they are a SHA-1. */
function awsSecrets(text: string): readonly Span[] {
  if (!AWS_KEY_ID.test(text)) return [];
  return spansOf(text, 'key', AWS_SECRET).filter(
    ({ start, end }) => !/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text.slice(start, end)),
  );
}

/** To the end of the text where the key's own end is missing: what was cut off was the end. */
function privateKeys(text: string): readonly Span[] {
  const spans: Span[] = [];
  const begin = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g;
  const end = /-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g;
  for (let first = begin.exec(text); first !== null; first = begin.exec(text)) {
    end.lastIndex = begin.lastIndex;
    const last = end.exec(text);
    const to = last === null ? text.length : end.lastIndex;
    spans.push({ start: first.index, end: to, kind: 'private-key' });
    begin.lastIndex = to;
  }
  return spans;
}

/** `scheme://user:password@host`. The last @ before the path ends the password. */
function urlPasswords(text: string): readonly Span[] {
  const spans: Span[] = [];
  for (let at = text.indexOf('://'); at >= 0; at = text.indexOf('://', at + 3)) {
    const start = at + 3;
    const authority = /^[^\s/?#"'<>]*/.exec(text.slice(start, start + 1_024))?.[0] ?? '';
    const colon = authority.indexOf(':');
    const host = authority.lastIndexOf('@');
    if (colon < 0 || colon >= host) continue;
    spans.push({ start: start + colon + 1, end: start + host, kind: 'password' });
  }
  return spans;
}
