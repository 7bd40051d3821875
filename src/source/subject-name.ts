// A certificate's subject, `C=US, O=Example Ltd, CN=Example Ltd` → the common name, under which Sigma knows a signer.

/** A longer subject is none that a signing authority wrote. */
const MAX_CHARACTERS = 2_048;

/** An attribute up to the next comma that stands neither in quotes nor behind a backslash. */
const ATTRIBUTE = /(?:"(?:[^"\\]|\\.)*"|\\.|[^",\\])+/g;

const COMMON_NAME = /^\s*CN\s*=\s*(.*?)\s*$/is;

/**
 * The common name; undefined without one, and where several stand: which of them is the signer's own is not said, and
 * `O="x, CN=Microsoft Windows"` must not spell a second.
 */
export function commonNameOf(subject: string | undefined): string | undefined {
  if (subject === undefined || subject.length > MAX_CHARACTERS) return undefined;
  const names = attributesOf(subject).flatMap((attribute) => {
    const name = COMMON_NAME.exec(attribute)?.[1];
    return name === undefined ? [] : [unquoted(name)];
  });
  return names.length === 1 && names[0] !== '' ? names[0] : undefined;
}

/** OpenSSL's `/C=US/CN=Example Ltd` escapes no slash: where a part is no attribute, a value had one, and none is sure. */
function attributesOf(subject: string): readonly string[] {
  if (!subject.startsWith('/')) return subject.match(ATTRIBUTE) ?? [];
  const parts = subject.slice(1).split('/');
  return parts.every((part) => /^[a-z0-9.]{1,64}=/i.test(part)) ? parts : [];
}

function unquoted(name: string): string {
  return name.replace(/^"(.*)"$/s, '$1').replace(/\\(.)/gs, '$1');
}
