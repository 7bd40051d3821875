// What goes wrong with stored state → errors that say of which item.

/** DynamoDB did not do what was asked, after all attempts. `code` is the service's. */
export class StateStoreError extends Error {
  override readonly name = 'StateStoreError';
  readonly operation: string;
  readonly code: string;

  constructor(operation: string, code: string, message: string, options: ErrorOptions = {}) {
    super(`${operation} failed: ${code}: ${message}`, options);
    this.operation = operation;
    this.code = code;
  }
}

/** An item is larger than DynamoDB takes (400 KB). Trying again cannot help: it must be made smaller. */
export class ItemTooLargeError extends Error {
  override readonly name = 'ItemTooLargeError';
  readonly pk: string;

  constructor(pk: string, cause?: unknown) {
    super(`item ${pk} is larger than ${MAX_ITEM_BYTES} bytes, the most that DynamoDB takes`, {
      cause,
    });
    this.pk = pk;
  }
}

/** An item in the table is not as it was written: another writer, or a fault of ours. */
export class ItemShapeError extends Error {
  override readonly name = 'ItemShapeError';
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
export const MAX_ITEM_BYTES = 400 * 1024;
