// The text of a URL → a URL that may be posted to, or what is wrong with it, said without a character of it: the text
// may be a secret, or some other one pasted in its place.

import { err, ok, type Result } from '../../model/index.ts';

/** Where may be posted to. */
export interface AllowedHosts {
  /** Exact names, in lower case. */
  readonly hosts: readonly string[];
  /** For tests and `local`: also http://127.0.0.1 at any port. @default false */
  readonly isLoopbackAllowed?: boolean | undefined;
}

/** The URL; else what was expected of it. */
export function parseEndpoint(text: string, allowed: AllowedHosts): Result<URL, string> {
  if (text.startsWith('{')) return err('is JSON; expected a URL alone, as plain text');
  const url = URL.parse(text);
  if (url === null) return err('is no URL');
  if (url.username !== '' || url.password !== '') return err('names a user; expected none');
  if (isLoopback(url)) {
    return allowed.isLoopbackAllowed === true ? ok(url) : err('leads to this machine');
  }
  if (url.protocol !== 'https:') return err('has another scheme; expected https');
  if (!allowed.hosts.includes(url.host)) {
    return err(`leads to another host; expected ${allowed.hosts.join(' or ')}, port 443`);
  }
  return ok(url);
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && hostname === '127.0.0.1';
}
