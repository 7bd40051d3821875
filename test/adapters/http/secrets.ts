// Secrets that change, and stores that do not answer, as a script says.

import type { SecretSource } from '../../../src/ports/index.ts';

/** One secret: what it is, and what it has become where that is another. */
export function secretOf(text: string, renewed = text): SecretSource {
  return { current: async () => text, renewed: async () => renewed };
}

/** A secret that cannot be read. */
export function noSecret(message: string): SecretSource {
  const fail = async () => {
    throw Object.assign(new Error(message), { name: 'AccessDeniedException' });
  };
  return { current: fail, renewed: fail };
}
