// Findings on their way into the state table → without the secrets in their texts: raw text is for the evidence bucket.

import type { Finding, FindingPart, MatchNote } from '../model/index.ts';
import type { FindingStore } from '../ports/index.ts';
import { redactFinding, redactText } from '../redact/index.ts';
import { changedFindings } from './changed-stores.ts';

/**
 * The store, which keeps findings for 400 days and is given none of the secrets that are known for such. What identifies a
 * finding stays as it is, for its id is of that, and where its record lies, for that is looked up.
 */
export function redactedFindings(store: FindingStore): FindingStore {
  return changedFindings(store, {
    record: (part, terms) => store.record(redactedPart(part), terms),
  });
}

function redactedPart(part: FindingPart): FindingPart {
  return { ...part, finding: redacted(part.finding), matches: part.matches.map(redactedNote) };
}

/** A log may write anything for an address or a name: of both, the finding and its matches, the same is left. */
function redactedNote(note: MatchNote): MatchNote {
  const { ip, host } = note;
  return {
    ...note,
    ...(ip !== undefined && { ip: redactText(ip) }),
    ...(host !== undefined && { host: redactText(host) }),
  };
}

function redacted(finding: Finding): Finding {
  const { hostKey, entityKey, delivery } = finding;
  return { ...redactFinding(finding), hostKey, entityKey, delivery };
}
