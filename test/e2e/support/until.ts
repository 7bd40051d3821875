// A condition or a promise → the moment it holds, or an error that says what was waited for.

import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 10;
/** Only a hang is to end it: a loaded machine may take many times what a quiet one does. */
const PATIENCE_MS = 300_000;

/** Resolves once `holds` is true; rejects, naming `what`, where it never is. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`waited ${PATIENCE_MS} ms for ${what}`);
    await pause(PAUSE_MS);
  }
}

/** What the promise resolves with; rejects, naming `what`, where it does not in time. */
export async function within<T>(what: string, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    late.reject(new Error(`waited ${PATIENCE_MS} ms for ${what}`));
  }, PATIENCE_MS);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
