// Secrets Manager on the port of the other services: JSON 1.1, told by `x-amz-target: secretsmanager.…`.

import { callerOf } from './caller.ts';
import type { Exchanges } from './exchange.ts';
import { type App, fieldsOf } from './http-types.ts';
import { answerSecrets } from './secret-answers.ts';
import { createSecretStore, putSecret } from './secret-store.ts';
import { SECRETS_JSON, sendError } from './wire.ts';

/** The secrets of a stack, as somebody with every right has them. */
export interface Secrets {
  /**
   * Puts a text under a name, or under a whole ARN that something already refers to; gives the ARN. What was there is then
   * the version before. Throws LocalConfigError for an ARN that is none of a secret.
   */
  putSecret(nameOrArn: string, text: string): string;
}

/** Registers the service: its body's parser, and the hook that answers in place of fauxqs' routes. */
export function installSecrets(app: App, exchanges: Exchanges): Secrets {
  const store = createSecretStore();
  app.addContentTypeParser(SECRETS_JSON, { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(String(body)));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  });
  app.addHook('preHandler', async (request, reply) => {
    const { operation } = exchanges.of(request) ?? {};
    if (operation?.service !== 'secretsmanager') return;
    const name = operation.id.slice(operation.id.indexOf(':') + 1);
    const { region } = callerOf(request);
    const answer = answerSecrets(store, name, fieldsOf(request.body), region);
    if (answer.kind === 'failed') return sendError(reply, 'secretsmanager', answer.error);
    return reply.header('content-type', SECRETS_JSON).send(JSON.stringify(answer.body));
  });
  return { putSecret: (nameOrArn, text) => putSecret(store, nameOrArn, text) };
}
