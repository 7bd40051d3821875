// The text of `SIGMA_LAMBDA_DESTINATION` → who is told by this function. Nothing of the text is quoted: somebody may have
// put a secret where its ARN belongs.

import type { PAGERDUTY_ENDPOINTS } from '../../src/adapters/pagerduty/index.ts';
import { parseJson } from '../../src/model/index.ts';
import { asObject, own, ownText, type Unknowns } from '../scan/events/guards.ts';
import { ConfigError, isTopicArn } from '../shared/deployment.ts';

/** A destination. `name` is part of the ledger's keys: another name posts everything again. */
export type DestinationConfig =
  | { readonly kind: 'slack'; readonly name: string; readonly secretArn: string }
  | {
      readonly kind: 'pagerduty';
      readonly name: string;
      readonly secretArn: string;
      /** Service region of the account. @default "us" */
      readonly region: keyof typeof PAGERDUTY_ENDPOINTS;
      /** For tests and `local`: in place of PagerDuty's. */
      readonly endpoint?: string;
    }
  | { readonly kind: 'email' | 'amazon-q'; readonly name: string; readonly topicArn: string };

/** The variable. */
export const DESTINATION = 'SIGMA_LAMBDA_DESTINATION';

const NAME = /^[a-z0-9-]{1,32}$/;
const SECRET_ARN = /^arn:[\w-]+:secretsmanager:[\w-]+:\d{12}:secret:[\w/+=.@-]{1,512}$/;

/** Members of each kind, besides `kind` and `name`. */
const MEMBERS: Readonly<Record<DestinationConfig['kind'], readonly string[]>> = {
  slack: ['secretArn'],
  pagerduty: ['secretArn', 'region', 'endpoint'],
  email: ['topicArn'],
  'amazon-q': ['topicArn'],
};

/** Reads it. Throws {@link ConfigError}. */
export function parseDestination(text: string): DestinationConfig {
  const value = asObject(parseJson(text));
  const kind = kindOf(ownText(value, 'kind'));
  const name = ownText(value, 'name');
  if (name === undefined || !NAME.test(name)) {
    return wrong('has no name', '1-32 of a-z, 0-9 and - under "name"');
  }
  const known = ['kind', 'name', ...MEMBERS[kind]];
  if (!Object.keys(value ?? {}).every((member) => known.includes(member))) {
    return wrong(`has a member that ${kind} does not know`, known.join(', '));
  }
  switch (kind) {
    case 'slack':
      return { kind, name, secretArn: secretIn(value) };
    case 'pagerduty':
      return {
        kind,
        name,
        secretArn: secretIn(value),
        region: regionIn(value),
        ...endpointIn(value),
      };
    case 'email':
    case 'amazon-q':
      return { kind, name, topicArn: topicIn(value) };
  }
}

function kindOf(kind: string | undefined): DestinationConfig['kind'] {
  switch (kind) {
    case 'slack':
    case 'pagerduty':
    case 'email':
    case 'amazon-q':
      return kind;
    default:
      return wrong('has no kind', `${Object.keys(MEMBERS).join(', ')} under "kind"`);
  }
}

function secretIn(value: Unknowns | undefined): string {
  const arn = ownText(value, 'secretArn') ?? '';
  return SECRET_ARN.test(arn) ? arn : wrong('has no secretArn', 'the ARN of a secret');
}

function topicIn(value: Unknowns | undefined): string {
  const arn = ownText(value, 'topicArn') ?? '';
  return isTopicArn(arn) ? arn : wrong('has no topicArn', 'an SNS topic ARN');
}

function regionIn(value: Unknowns | undefined): keyof typeof PAGERDUTY_ENDPOINTS {
  const region = own(value, 'region') ?? 'us';
  return region === 'us' || region === 'eu' ? region : wrong('has another region', 'us or eu');
}

/** Where it may lead is judged by the adapter. */
function endpointIn(value: Unknowns | undefined): { readonly endpoint?: string } {
  const endpoint = own(value, 'endpoint');
  if (endpoint === undefined) return {};
  return typeof endpoint === 'string' ? { endpoint } : wrong('has an endpoint', 'a URL');
}

function wrong(found: string, expected: string): never {
  throw new ConfigError(`${DESTINATION} ${found}; expected ${expected}`);
}
