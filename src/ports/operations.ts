// The topic `operations`: for who runs the product.

/** A word for people, plain text. */
export interface OperationsWord {
  /** One line of at most 99 ASCII characters. */
  readonly subject: string;
  readonly text: string;
}

/** Tells those who run the product. */
export interface Operations {
  /** Resolves once it is on its way. Rejects with what its transport throws. */
  tell(word: OperationsWord): Promise<void>;
}
