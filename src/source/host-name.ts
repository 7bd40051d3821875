// A host whose log names it by an id alone: how it is shown until another event brings its name.

import { knownText } from './text.ts';

/** No name of a host has a blank. */
const PREFIX = 'host ';

/** What stands for the name of the host with that id. */
export function hostStandIn(id: string): string {
  return PREFIX + id;
}

/** True for a name as a log or an inventory states it, not for {@link hostStandIn}. */
export function isHostNamed(value: unknown): boolean {
  return knownText(value)?.startsWith(PREFIX) === false;
}
