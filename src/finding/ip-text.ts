// An address as logged → the one text that stands for it.

const IPV6_CHARACTERS = /^[0-9a-f:.]+$/;

/**
 * IPv6 in its compressed form (RFC 5952, as the URL standard writes it): logs spell `::1` also
 * `0:0:0:0:0:0:0:1`. Anything else, malformed addresses and zone ids included, only in lower case.
 */
export function canonicalIp(logged: string): string {
  const text = logged.toLowerCase();
  if (!text.includes(':') || !IPV6_CHARACTERS.test(text)) return text;
  const url = URL.parse(`http://[${text}]/`);
  return url === null ? text : url.hostname.slice(1, -1);
}
