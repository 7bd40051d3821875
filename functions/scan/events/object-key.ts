// A key as a notification spells it → the key as S3 has it.

/**
 * Decodes a form-encoded key: `+` is a space, then percent-encoding of UTF-8. S3 notifications and S3 Batch
 * encode so; EventBridge does not encode at all. Undefined where the encoding is broken.
 */
export function decodeFormKey(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch (cause) {
    if (cause instanceof URIError) return undefined;
    throw cause;
  }
}
