// Changes of a deployment → destinations that post to a server of this machine, as no template can have it.

import { DESTINATIONS, secretOf } from '../../infra/support/destinations.ts';
import type { DestinationServer } from '../../support/destination-server.ts';
import type { Deployment } from './deploy.ts';
import type { Changes } from './provision.ts';

/** What PagerDuty's secret holds. */
export const ROUTING_KEY = 'R0'.padEnd(32, '0');

const LOOPBACK = { SIGMA_LAMBDA_LOOPBACK: 'allowed' };

/** Lets Slack and PagerDuty be on the loopback, which only this variable does. */
export function postingTo({ pagerDutyUrl }: DestinationServer): Pick<Changes, 'notify'> {
  const [, onCall] = DESTINATIONS;
  const told = { ...onCall, endpoint: pagerDutyUrl };
  const one = { maxSandboxes: 1 };
  return {
    notify: {
      soc: { ...one, environment: LOOPBACK },
      'on-call': {
        ...one,
        environment: { ...LOOPBACK, SIGMA_LAMBDA_DESTINATION: JSON.stringify(told) },
      },
      mail: one,
      chat: one,
    },
  };
}

/** Puts the secrets that the template names. */
export function putSecrets({ aws }: Deployment, server: DestinationServer): void {
  aws.putSecret(secretOf('soc'), server.slackUrl('T0/B0/secret-of-soc'));
  aws.putSecret(secretOf('on-call'), ROUTING_KEY);
}
