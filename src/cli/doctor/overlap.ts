// Two notifications of a bucket → whether S3 takes both: of one event type no key may fall under both.

import type { BucketNotification } from '../../ports/index.ts';

/** What decides which keys and events a notification is for. */
export type NotificationFilter = Pick<BucketNotification, 'events' | 'prefix' | 'suffix'>;

/** A key may begin with both prefixes, end in both suffixes, and be told of by the same event. */
export function overlaps(a: NotificationFilter, b: NotificationFilter): boolean {
  return (
    a.events.some((one) => b.events.some((other) => isSameEvent(one, other))) &&
    areNested(keyText(a.prefix), keyText(b.prefix), 'startsWith') &&
    areNested(a.suffix, b.suffix, 'endsWith')
  );
}

/** True where every key of `inner` and its creation is told of by `outer`. */
export function covers(outer: NotificationFilter, prefix: string): boolean {
  return (
    outer.suffix === '' &&
    prefix.startsWith(keyText(outer.prefix)) &&
    outer.events.includes('s3:ObjectCreated:*')
  );
}

/** A filter spells `=` as `%3D`; what is no encoding stands for itself. */
export function keyText(value: string): string {
  return value.replaceAll(/%[0-9a-f]{2}/gi, (code) => {
    const byte = Number.parseInt(code.slice(1), 16);
    return byte < 0x80 ? String.fromCharCode(byte) : code;
  });
}

function areNested(a: string, b: string, has: 'startsWith' | 'endsWith'): boolean {
  return a[has](b) || b[has](a);
}

/** `s3:ObjectCreated:*` holds `s3:ObjectCreated:Put`. */
function isSameEvent(a: string, b: string): boolean {
  const [wide, narrow] = a.endsWith('*') ? [a, b] : [b, a];
  return wide.endsWith('*') ? narrow.startsWith(wide.slice(0, -1)) : a === b;
}
