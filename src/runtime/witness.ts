// What a match cannot do without, as data: the texts that the rule index looks for.

/** How a witness's text stands in the field's. */
export type WitnessOp = 'equals' | 'contains' | 'startswith' | 'endswith';

/** The field of a witness that may stand in any leaf of the record. */
export const ANY_LEAF: null = null;

/** A test that the folded text of a field, or of a member of it, must pass; or the number it must state. */
export type Witness =
  | { readonly field: string | typeof ANY_LEAF; readonly op: WitnessOp; readonly text: string }
  /** The value is the number, or its text, folded, is `text`. */
  | {
      readonly field: string;
      readonly op: 'number';
      readonly value: number;
      readonly text: string;
    };
