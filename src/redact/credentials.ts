// Credentials that scripts make, and secrets that are piped → their places.

import type { EncodedText } from './encoded.ts';
import type { Span } from './span.ts';
import type { Word, WordReader } from './words.ts';

/** Constructors whose second text is a password. */
const CREDENTIAL = /pscredential|networkcredential|connectionoptions/gi;
/** How far their arguments are looked for. */
const MAX_REACH = 300;

/** Its options in front of the text that it takes. A variable is no secret. */
const CONVERT =
  /convertto-securestring[ \t(]{0,8}(?:-(?:asplaintext|force|string)[ \t:]{1,4}){0,3}(?![-$);|&])/gi;

const FROM_BASE64 = /frombase64string\s{0,4}\(\s{0,4}(?:\\?["'])([A-Za-z0-9+/_=-]{16,})/gi;

/** `-enc:payload`. */
const JOINED = /(?<![\w-])[-/]e(?:c|n[a-z]{0,13})?:([A-Za-z0-9+/_=-]{16,})/gi;

/** `'secret' | ConvertTo-SecureString`, `echo secret | runas …`. */
const PIPED =
  /\|\s{0,4}(?:convertto-securestring|runas|sudo|su|kinit|passwd|chpasswd|docker\s{1,4}login)\b/gi;

/** Finds them all. */
export function credentialSpans(reader: WordReader, encoded: EncodedText): readonly Span[] {
  return [
    ...constructed(reader),
    ...converted(reader),
    ...piped(reader.text),
    ...payloads(reader.text, encoded),
  ];
}

/** `PSCredential('user', 'secret')`. */
function constructed(reader: WordReader): readonly Span[] {
  return [...reader.text.matchAll(CREDENTIAL)].flatMap((match) => {
    const from = match.index + match[0].length;
    const user = nextQuoted(reader, from);
    if (user === undefined) return [];
    const behind = reader.after(user);
    const separator = /^\s{0,8},\s{0,8}/.exec(reader.text.slice(behind, behind + 20))?.[0];
    if (separator === undefined || reader.quoteAt(behind + separator.length) === '') return [];
    return [{ ...reader.valueAt(behind + separator.length), kind: 'password' as const }];
  });
}

/** The next text in quotes, before a statement's end. */
function nextQuoted(reader: WordReader, from: number): Word | undefined {
  // The quote that closes the class's own name is none of its arguments.
  const start = from + (reader.quoteAt(from)[0] === undefined ? 0 : 1);
  const at = reader.text.slice(start, start + MAX_REACH).search(/["'`;|]/);
  if (at < 0 || /[;|]/.test(reader.text[start + at] ?? '')) return undefined;
  const isEscaped = at > 0 && reader.quoteAt(start + at - 1) !== '';
  const value = reader.valueAt(start + at - (isEscaped ? 1 : 0));
  return value.end - value.start > MAX_REACH ? undefined : value;
}

/** What stands before the pipe: in quotes, or all that `echo` says. */
function piped(text: string): readonly Span[] {
  return [...text.matchAll(PIPED)].flatMap((match) => {
    const least = Math.max(0, match.index - MAX_REACH);
    const before = text.slice(least, match.index).trimEnd();
    const quoted = /(["'])([^"']+)\1$/.exec(before);
    if (quoted !== null) {
      const start = least + quoted.index + 1;
      return [{ start, end: start + (quoted[2] ?? '').length, kind: 'password' as const }];
    }
    const said = /\b(?:echo|printf)\.?\s{1,4}([^|&;\r\n]+)$/i.exec(before);
    if (said === null) return [];
    const end = least + before.length;
    return [{ start: end - (said[1] ?? '').length, end, kind: 'password' as const }];
  });
}

/** `ConvertTo-SecureString 'secret' -AsPlainText -Force`. */
function converted(reader: WordReader): readonly Span[] {
  return [...reader.text.matchAll(CONVERT)].map((match) => ({
    ...reader.valueAt(match.index + match[0].length),
    kind: 'password',
  }));
}

function payloads(text: string, encoded: EncodedText): readonly Span[] {
  return [...text.matchAll(FROM_BASE64), ...text.matchAll(JOINED)].flatMap((match) => {
    const payload = match[1] ?? '';
    if (!encoded.payloadHoldsSecret(payload)) return [];
    const end = match.index + match[0].length;
    return [{ start: end - payload.length, end, kind: 'encoded-command' as const }];
  });
}
