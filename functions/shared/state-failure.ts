// What was thrown → was it the state that refused?

import { ItemTooLargeError, S3WriteError, StateStoreError } from '../../src/adapters/aws/index.ts';

/** True for what the stores, and files of starts, throw: the call is to be repeated later. */
export function isStateFailure(
  thrown: unknown,
): thrown is ItemTooLargeError | S3WriteError | StateStoreError {
  const kinds = [StateStoreError, ItemTooLargeError, S3WriteError];
  return kinds.some((kind) => thrown instanceof kind);
}
