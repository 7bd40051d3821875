// Sorted entries of many segments → all of them, sorted. Holds one block of each at a time.

import { compareEntries, type PackedEntry } from './packed-entry.ts';

interface Head {
  readonly entry: PackedEntry;
  readonly rest: Iterator<PackedEntry>;
}

/** Merges. An entry that several have comes several times. */
export function* mergeEntries(
  inputs: readonly Iterable<PackedEntry>[],
): Generator<PackedEntry, void> {
  const heap: Head[] = [];
  for (const input of inputs) {
    const rest = input[Symbol.iterator]();
    const first = rest.next();
    if (first.done !== true) push(heap, { entry: first.value, rest });
  }
  for (let least = heap[0]; least !== undefined; least = heap[0]) {
    yield least.entry;
    const next = least.rest.next();
    if (next.done !== true) heap[0] = { entry: next.value, rest: least.rest };
    else {
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) heap[0] = last;
    }
    sink(heap);
  }
}

function push(heap: Head[], head: Head): void {
  let at = heap.push(head) - 1;
  for (let up = (at - 1) >> 1; at > 0 && isBefore(heap, at, up); up = (at - 1) >> 1) {
    swap(heap, at, up);
    at = up;
  }
}

function sink(heap: Head[]): void {
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    const least = left + 1 < heap.length && isBefore(heap, left + 1, left) ? left + 1 : left;
    if (least >= heap.length || !isBefore(heap, least, at)) return;
    swap(heap, at, least);
    at = least;
  }
}

function isBefore(heap: readonly Head[], a: number, b: number): boolean {
  const [first, second] = [heap[a], heap[b]];
  if (first === undefined || second === undefined) return false;
  return compareEntries(first.entry, second.entry) < 0;
}

function swap(heap: Head[], a: number, b: number): void {
  const [first, second] = [heap[a], heap[b]];
  if (first === undefined || second === undefined) return;
  heap[a] = second;
  heap[b] = first;
}
