// Two fields' values → whether they could be equal, before they are folded.

/** False for two texts of other lengths: a fold is as long as what it is of. True where more is to be looked at. */
export function canEqual(value: unknown, other: unknown): boolean {
  const areTexts = typeof value === 'string' && typeof other === 'string';
  return !areTexts || value.length === other.length;
}
