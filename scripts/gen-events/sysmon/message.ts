// A Sysmon event → the text that the Windows event viewer shows for it, and the titles it is made of.

import type { SysmonEvent } from './events.ts';

const TITLES: ReadonlyMap<number, readonly [title: string, rule: string]> = new Map([
  [1, ['Process Create', 'ProcessCreate']],
  [3, ['Network connection detected', 'NetworkConnect']],
  [5, ['Process terminated', 'ProcessTerminate']],
  [11, ['File created', 'FileCreate']],
  [22, ['Dns query', 'DnsQuery']],
]);

/** Version of an event's manifest entry: what the header field Version says. */
const VERSIONS: ReadonlyMap<number, number> = new Map([
  [1, 5],
  [3, 5],
  [5, 3],
  [11, 2],
  [22, 5],
]);

function titleOf(eventId: number): readonly [title: string, rule: string] {
  const title = TITLES.get(eventId);
  if (title === undefined) throw new Error(`Sysmon event ${eventId} has no title here`);
  return title;
}

/** `Network connection detected (rule: NetworkConnect)` */
export function taskOf({ eventId }: SysmonEvent): string {
  const [title, rule] = titleOf(eventId);
  return `${title} (rule: ${rule})`;
}

/** Version of the event. */
export function versionOf({ eventId }: SysmonEvent): number {
  return VERSIONS.get(eventId) ?? 5;
}

/** The whole text, lines ended as the collector ends them. */
export function messageOf({ eventId, data }: SysmonEvent, newline: '\n' | '\r\n'): string {
  const [title] = titleOf(eventId);
  const lines = Object.entries(data).map(([name, value]) => `${name}: ${value}`);
  return [`${title}:`, ...lines].join(newline);
}

/** EventData with every value as text, which is how most collectors pass it on. */
export function textData({ data }: SysmonEvent): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, String(value)]));
}
