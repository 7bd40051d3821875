// A message in Block Kit → a post to the incoming webhook whose URL is the secret.

import type { AlertDestination } from '../../ports/index.ts';
import { type PostDeps, parseEndpoint, postWithSecret } from '../http/index.ts';

/** What a webhook's URL begins with. */
const HOSTS = ['hooks.slack.com'];

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
        return url.ok ? { ok: true, value: { url: url.value, body } } : url;
      }),
  };
}
