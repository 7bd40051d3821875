// The JSON that a message's body holds.

import type { Finding, Level, Origin } from '../model/index.ts';

/** The body. Its schema is docs/schema/finding-message.schema.json; docs/message.md explains it. */
export interface FindingMessage {
  readonly schema: string;
  /** The finding's id. */
  readonly id: string;
  readonly origin: Origin;
  readonly severity: Level;
  /** True where somebody is to be woken up. */
  readonly page: boolean;
  readonly title: string;
  readonly text: string;
  readonly guide: { readonly triage: readonly string[] };
  /** Dotted names of what was shortened so that the message can be sent; empty = nothing. */
  readonly truncated: readonly string[];
  readonly finding: Finding;
}
