// cidr: the field is an IP address inside the network, v4 or v6, however the address is spelt.

import { cidrText, parseCidr } from '../../runtime/index.ts';
import type { SigmaValue } from '../rule/value.ts';
import type { Modifier, ModifierFault } from './modifier.ts';

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

function toNetwork(value: SigmaValue): SigmaValue | ModifierFault {
  if (value.kind !== 'string') {
    const message = `modifier "cidr" takes a string, found ${value.kind === 'null' ? 'null' : `a ${value.kind}`}`;
    return { code: 'SIGMA_MODIFIER_TYPE', message };
  }
  const [only] = value.parts;
  if (value.parts.length !== 1 || only?.kind !== 'text') {
    return { code: 'SIGMA_CIDR', message: 'a network takes no wildcards; expected address/prefix' };
  }
  const parsed = parseCidr(only.text);
  if (typeof parsed !== 'string') return { kind: 'cidr', network: cidrText(parsed) };
  return { code: 'SIGMA_CIDR', message: `"${only.text}" cannot be used: ${FAULTS[parsed]}` };
}
