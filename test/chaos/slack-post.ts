// A body that was posted to Slack → what its reader learns of whom.

import { tellingOf } from '../e2e/support/alerts.ts';

/** A message about an alert, as it reads. */
export interface SlackPost {
  /** Names alert and revision. */
  readonly telling: string;
  readonly id: string;
  readonly revision: number;
  readonly event: string;
  readonly level: string;
  /** Of the rule that the message is headed by. */
  readonly title: string;
  /** The line about the host. */
  readonly host: string;
  /** All of it. */
  readonly text: string;
}

const BANNER = /^([A-Z]+) alert(?:, (\w+))?$/m;
const TITLE = /^\*([^*]+)\*: /m;
const HOST = /^\*Host\* +(.+)$/m;
const ALERT = /^Alert: `(a1_[\w-]+)`, revision (\d+)$/m;

/** Reads it; undefined for what is no message about an alert. */
export function parseSlackPost(body: string): SlackPost | undefined {
  const text = textsIn(body).join('\n');
  const [banner, title, host, alert] = [BANNER, TITLE, HOST, ALERT].map((part) => part.exec(text));
  if (!banner || !title || !host || !alert) return undefined;
  const [, id = '', revision] = alert;
  const told = { id, revision: Number(revision) };
  return {
    ...told,
    telling: tellingOf(told),
    event: banner[2] ?? 'opened',
    level: (banner[1] ?? '').toLowerCase(),
    title: title[1] ?? '',
    host: host[1] ?? '',
    text,
  };
}

/** What Slack would show, wherever it stands. */
function textsIn(body: string): readonly string[] {
  const texts: string[] = [];
  JSON.parse(body, (key, value: unknown) => {
    if (key === 'text' && typeof value === 'string') texts.push(value);
    return value;
  });
  return texts;
}
