// Untyped members of a template → texts, numbers, lists and objects, or an error that names the member.

/** The members of an object in a template. */
export type Fields = Readonly<Record<string, unknown>>;

/** A template that says what nothing here understands: refused, so that no part of it goes untested in silence. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';
}

/** An object; `what` names it in the error. */
export function fieldsOf(value: unknown, what: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  throw new TemplateError(`${what} is ${JSON.stringify(value)}; expected an object`);
}

/** A member that is a text. */
export function textIn(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === 'string') return value;
  throw new TemplateError(`${name} is ${JSON.stringify(value)}; expected a text`);
}

/** A member that is a whole number; `fallback`, CloudFormation's default, where it is absent. */
export function numberIn(fields: Fields, name: string, fallback: number): number {
  const value = fields[name] ?? fallback;
  if (typeof value === 'number' && Number.isInteger(value)) return value;
  throw new TemplateError(`${name} is ${JSON.stringify(value)}; expected a whole number`);
}

/** A member that is an object; empty where it is absent. */
export function objectIn(fields: Fields, name: string): Fields {
  return fieldsOf(fields[name] ?? {}, name);
}

/** A member that is a list; empty where it is absent, of one where it stands alone, as policies have it. */
export function listIn(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name] ?? [];
  return Array.isArray(value) ? value : [value];
}

/** A member that is one text or a list of them. */
export function textsIn(fields: Fields, name: string): readonly string[] {
  return listIn(fields, name).map((value) => {
    if (typeof value === 'string') return value;
    throw new TemplateError(`${name} holds ${JSON.stringify(value)}; expected texts`);
  });
}

/** Throws for a member that is not named: what is not understood is not left out. */
export function onlyKnown(fields: Fields, known: readonly string[], what: string): void {
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  throw new TemplateError(`${what} has ${unknown.join(', ')}, which the provisioner does not know`);
}
