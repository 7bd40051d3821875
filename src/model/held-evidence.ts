// Evidence that is made once somebody asks for it ↔ the text that stands in its stead until then.

/** No JSON begins with it, and evidence is JSON. */
const MARK = '=';

/** JSON of what evidence is made of, marked: it stands where the evidence would. */
export function markHeld(json: string): string {
  return MARK + json;
}

/** The JSON; undefined for evidence that was made. */
export function heldJson(evidence: string): string | undefined {
  return evidence.startsWith(MARK) ? evidence.slice(MARK.length) : undefined;
}
