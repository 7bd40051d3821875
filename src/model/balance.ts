// P1 of an object as numbers: what there was, and what became of it.

/** A whole and its parts. Sound where the parts add up to the whole: nothing was lost, nothing counted twice. */
export interface Balance {
  /** What is counted. */
  readonly of: 'records' | 'matches' | 'findings' | 'tellings';
  readonly total: number;
  readonly parts: Readonly<Record<string, number>>;
}
