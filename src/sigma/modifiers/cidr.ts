// cidr: the field is an IP address inside the network, v4 or v6, however the address is spelt.

import { cidrText, parseCidr } from '../../runtime/index.ts';
import type { SigmaValue } from '../rule/value.ts';
import { type Applied, type Modifier, plainText, wrongType } from './modifier.ts';

const FAULTS = {
  syntax: 'it is no IP network; expected address/prefix such as 10.0.0.0/8 or fe80::/10',
  prefix: 'its prefix is out of range; expected 0-32 for IPv4, 0-128 for IPv6',
  'host-bits': 'it has host bits set beyond its prefix; write the network address',
} as const;

/** Matches addresses inside a network. */
export const cidr: Modifier = {
  name: 'cidr',
  summary: 'The field is an IP address (v4 or v6, in any spelling) inside the network.',
  scope: 'value',
  conflictsWith: ['contains', 'startswith', 'endswith'],
  apply: toNetwork,
};

function toNetwork(value: SigmaValue): Applied {
  const isWritten = value.kind === 'string' && value.raw !== undefined && value.isCased !== true;
  if (!isWritten) return wrongType('cidr', value, 'a string, as the first modifier');
  const text = plainText(value);
  if (text === undefined) {
    return { code: 'SIGMA_CIDR', message: 'a network takes no wildcards; expected address/prefix' };
  }
  const parsed = parseCidr(text);
  if (typeof parsed !== 'string') return { kind: 'cidr', network: cidrText(parsed) };
  return { code: 'SIGMA_CIDR', message: `"${text}" cannot be used: ${FAULTS[parsed]}` };
}
