// CIDR networks, v4 and v6: parsed once by a rule, asked for each address in an event.

import ipaddr from 'ipaddr.js';

/** An address family and the network in it. */
export interface Cidr {
  readonly address: ipaddr.IPv4 | ipaddr.IPv6;
  readonly prefix: number;
}

/** Four decimal parts without leading zeros: `010.0.0.1` is octal to some and decimal to others, so it is neither. */
const STRICT_V4 = /^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/;

/** Parses an address strictly; an IPv6 zone (`%eth0`) is left off. Undefined = not an address. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 | undefined {
  if (STRICT_V4.test(text)) return ipaddr.IPv4.isValid(text) ? ipaddr.IPv4.parse(text) : undefined;
  if (!text.includes(':')) return undefined;
  const zone = text.indexOf('%');
  const bare = withoutDots(zone < 0 ? text : text.slice(0, zone));
  if (bare === undefined || !ipaddr.IPv6.isValid(bare)) return undefined;
  return ipaddr.IPv6.parse(bare);
}

/** `::ffff:10.0.0.1` → `::ffff:a00:1`. The library takes octal and hex there, and `::10.0.0.1` for a mapped address. */
function withoutDots(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const colon = text.lastIndexOf(':');
  const v4 = parseAddress(text.slice(colon + 1));
  if (!(v4 instanceof ipaddr.IPv4)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = v4.octets;
  const groups = [a * 256 + b, c * 256 + d].map((group) => group.toString(16));
  return `${text.slice(0, colon + 1)}${groups.join(':')}`;
}

/** Why a network was refused. */
export type CidrFault = 'syntax' | 'prefix' | 'host-bits';

/** Parses `address/prefix`. A bare address is a network of one. Host bits beyond the prefix are refused. */
export function parseCidr(text: string): Cidr | CidrFault {
  if (text.includes('%')) return 'syntax';
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return 'syntax';
  const bits = address.kind() === 'ipv4' ? 32 : 128;
  const prefixText = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^\d{1,3}$/.test(prefixText) || Number(prefixText) > bits) return 'prefix';
  const prefix = Number(prefixText);
  return hasHostBits(address.toByteArray(), prefix) ? 'host-bits' : { address, prefix };
}

function hasHostBits(bytes: readonly number[], prefix: number): boolean {
  return bytes.some((byte, index) => {
    const free = Math.min(8, Math.max(0, (index + 1) * 8 - prefix));
    return (byte & ((1 << free) - 1)) !== 0;
  });
}

/** The network in the spelling that {@link inCidr} callers store: canonical address, slash, prefix. */
export function cidrText(cidr: Cidr): string {
  return `${cidr.address.toString()}/${cidr.prefix}`;
}

/** A network known to be well-formed, as the compiler writes it. */
export function toCidr(canonical: string): Cidr {
  const parsed = parseCidr(canonical);
  if (typeof parsed === 'string') throw new TypeError(`not a canonical network: ${canonical}`);
  return parsed;
}

/** True if the text is an address inside the network. Families never mix: `::ffff:10.0.0.1` is not in 10.0.0.0/8. */
export function inCidr(cidr: Cidr, text: string): boolean {
  const address = parseAddress(text);
  if (address === undefined || address.kind() !== cidr.address.kind()) return false;
  return address instanceof ipaddr.IPv4
    ? address.match(cidr.address as ipaddr.IPv4, cidr.prefix)
    : address.match(cidr.address as ipaddr.IPv6, cidr.prefix);
}
