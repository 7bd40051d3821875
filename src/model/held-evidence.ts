// Evidence that is made once somebody asks for it: what it is made of stands where it would, in JSON that begins as evidence never does.

const START = '{"held":';

/** True for JSON of an object whose first member is `held`. */
export function isHeld(evidence: string): boolean {
  return evidence.startsWith(START);
}
