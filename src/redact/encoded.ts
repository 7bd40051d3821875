// Base64 in a command line → whether the text it stands for holds a secret.

import { decodeBase64, utf16Text, utf8Text } from './base64.ts';

/** `-e`, `-enc`, `-EncodedCommand`: PowerShell takes every beginning of the name. */
const ENCODED = 'encodedcommand';
const ARGUMENTS = 'encodedarguments';

/** Base64 inside base64: what lies deeper is taken for a secret. */
const MAX_DEPTH = 3;

/** Judges payloads by redacting what they stand for. */
export class EncodedText {
  readonly #depth: number;
  readonly #redact: (text: string, depth: number) => string;

  constructor(redact: (text: string, depth: number) => string, depth: number) {
    this.#redact = redact;
    this.#depth = depth;
  }

  /** True where `name` is an option for encoded text, and the payload holds a secret or is nested too deep. */
  holdsSecret(name: string, payload: string): boolean {
    const option = name.toLowerCase();
    const isEncoded = option === 'ec' || ENCODED.startsWith(option) || ARGUMENTS.startsWith(option);
    return isEncoded && this.payloadHoldsSecret(payload);
  }

  /** The same for a payload that is known to be base64. */
  payloadHoldsSecret(payload: string): boolean {
    const bytes = decodeBase64(payload);
    if (bytes === undefined || bytes.length < 8) return false;
    if (this.#depth >= MAX_DEPTH) return true;
    return [utf16Text(bytes), utf8Text(bytes)].some(
      (text) => this.#redact(text, this.#depth + 1) !== text,
    );
  }
}
