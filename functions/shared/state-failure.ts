// What was thrown → was it the state that refused?

import { ItemTooLargeError, StateStoreError } from '../../src/adapters/aws/index.ts';

/** True for what the stores throw: the call is to be repeated later. */
export function isStateFailure(thrown: unknown): thrown is ItemTooLargeError | StateStoreError {
  return thrown instanceof StateStoreError || thrown instanceof ItemTooLargeError;
}
