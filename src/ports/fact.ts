// What is asked of the outside for a diagnosis: known, or why it is not. A refusal of one question hides no other answer.

/** An answer. */
export type Fact<T> =
  | { readonly kind: 'known'; readonly value: T }
  | {
      readonly kind: 'unknown';
      /** The service's code, `AccessDenied`; for transport faults the class of the error. */
      readonly code: string;
      readonly message: string;
    };
