// A trace → an indented tree for people, every text of rule and event made safe.

import { safeText } from '../../model/index.ts';
import type { MissedTest, TestTrace, Trace } from '../../runtime/index.ts';
import { number } from '../plural.ts';
import { safeValue } from '../safe-text.ts';

/** Values of a list that are shown whole; of longer ones only those that decided. */
const SHOWN_VALUES = 3;

/** The lines of a tree: `yes` or `no`, then the node; each ends in a newline. */
export function traceText(trace: Trace, indent: string): string {
  const head = (label: string) => `${indent}${trace.holds ? 'yes' : 'no '} ${label}\n`;
  const below = (items: readonly Trace[]) =>
    items.map((item) => traceText(item, `${indent}  `)).join('');
  switch (trace.kind) {
    case 'test':
      return head(testText(trace));
    case 'named':
      return head(safeText(trace.name)) + below([trace.item]);
    case 'not':
      return head('not') + below([trace.item]);
    case 'all':
      return head('all of') + below(trace.items);
    case 'any':
      return head('one of') + below(trace.items);
    case 'atLeast':
      return head(`${trace.count} of`) + below(trace.items);
  }
}

/** One line: what stands in the way. */
export function missText({ selection, test, mustHold }: MissedTest): string {
  const name = selection === '' ? '' : `${safeText(selection)}: `;
  return `${name}${testText(test)} ${mustHold ? '(must hold)' : '(must not hold)'}`;
}

function testText(test: TestTrace): string {
  const { field, modifier, other } = test;
  const key = [field ?? 'any value', modifier].filter((part) => part !== '').join('|');
  const compared = other === undefined ? '' : ` (${quote(other.eventValue)})`;
  return `${safeText(key)} ${valuesText(test)}${compared}; ${eventText(test)}`;
}

function valuesText({ values, held, link, holds }: TestTrace): string {
  if (values.length <= SHOWN_VALUES)
    return values.map(quote).join(link === 'all' ? ' and ' : ' or ');
  if (link === 'any') {
    if (held.length === 0) return `none of ${number(values.length)} values`;
    return `${number(held.length)} of ${number(values.length)} values: ${some(held)}`;
  }
  if (holds) return `all ${number(values.length)} values`;
  const missed = values.filter((value) => !held.includes(value));
  return `all ${number(values.length)} values, but not ${some(missed)}`;
}

function some(values: readonly unknown[]): string {
  const shown = values.slice(0, SHOWN_VALUES).map(quote).join(', ');
  return values.length > SHOWN_VALUES ? `${shown}, …` : shown;
}

function eventText({ field, eventValue, held }: TestTrace): string {
  if (field !== undefined) {
    return eventValue === undefined
      ? 'the event has no such field'
      : `the event has ${quote(eventValue)}`;
  }
  return held.length === 0 ? 'found nowhere' : `found in ${quote(eventValue)}`;
}

function quote(value: unknown): string {
  return typeof value === 'string' ? `'${safeText(value)}'` : safeValue(value);
}
