// A message in Block Kit → a post to the incoming webhook whose URL is the secret.

import { err, ok } from '../../model/index.ts';
import type { AlertDestination } from '../../ports/index.ts';
import { type PostDeps, parseEndpoint, postWithSecret } from '../http/index.ts';

/** Slack's, and GovSlack's. */
const HOSTS = ['hooks.slack.com', 'hooks.slack-gov.com'];
/** The path of an incoming webhook. Those of workflows answer 200 to what they do not show. */
const PATH = '/services/';

/** Its secret is the webhook's URL, as plain text. */
export interface SlackDeps extends PostDeps {
  /** For tests and `local`: the URL may also begin with http://127.0.0.1. @default false */
  readonly isLoopbackAllowed?: boolean;
}

/**
 * A channel.
 * @see https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks
 */
export function createSlackDestination({
  isLoopbackAllowed,
  ...deps
}: SlackDeps): AlertDestination {
  return {
    post: (body) =>
      postWithSecret(deps, (secret) => {
        const url = parseEndpoint(secret, { hosts: HOSTS, isLoopbackAllowed });
        if (!url.ok) return url;
        const { protocol, pathname } = url.value;
        const isWebhook = protocol !== 'https:' || pathname.startsWith(PATH);
        return isWebhook ? ok({ url: url.value, body }) : err(NO_WEBHOOK);
      }),
  };
}

const NO_WEBHOOK = `leads to no incoming webhook; expected a path that begins with ${PATH}`;
