// A logged value → the text in it, if it says anything.

/** Members of an array that are looked at: a log names one host or program, not thousands. */
const MAX_MEMBERS = 32;

/** The text of a scalar; of an array that of its first member that has one. Undefined for null, objects, absence. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return Array.isArray(value) ? textsOf(value)[0] : undefined;
}

/** The texts of a scalar or of an array of scalars. */
export function textsOf(value: unknown): readonly string[] {
  if (!Array.isArray(value)) {
    const text = textOf(value);
    return text === undefined ? [] : [text];
  }
  const texts: string[] = [];
  for (const member of value.slice(0, MAX_MEMBERS)) {
    const text = Array.isArray(member) ? undefined : textOf(member);
    if (text !== undefined) texts.push(text);
  }
  return texts;
}

/** The text, trimmed; undefined for '' and '-', which is how Windows logs say "not known". */
export function knownText(value: unknown): string | undefined {
  const text = textOf(value)?.trim();
  return text === '' || text === '-' ? undefined : text;
}

/** `domain\name`; the name alone without a domain; undefined without a name. */
export function accountText(domain: unknown, name: unknown): string | undefined {
  const user = knownText(name);
  const owner = knownText(domain);
  return user === undefined || owner === undefined ? user : `${owner}\\${user}`;
}
