// Entries of a PublishBatch that fail alone: kept from fauxqs, and put into the answer's Failed list.

import { randomUUID } from 'node:crypto';
import type { Exchanges } from './exchange.ts';
import type { EntryFailure } from './fault-plan.ts';
import { type App, fieldsOf } from './http-types.ts';
import { parseEntries, removeEntry } from './sns-entries.ts';
import { escapeXml } from './wire.ts';

/** Registers the hooks; they must come after those that fill `failedEntries`. */
export function installSnsBatch(app: App, exchanges: Exchanges): void {
  app.addHook('preHandler', async (request, reply) => {
    const failures = exchanges.of(request)?.failedEntries ?? [];
    if (failures.length === 0) return;
    const form = fieldsOf(request.body);
    const failed = new Set(failures.map(({ id }) => id));
    const entries = parseEntries(form);
    const rest = entries.filter(({ id }) => !failed.has(id));
    for (const entry of entries) if (failed.has(entry.id)) removeEntry(form, entry);
    // fauxqs would call the rest an empty batch.
    return rest.length > 0 ? undefined : reply.header('content-type', 'text/xml').send(NONE_SENT());
  });
  app.addHook('onSend', (request, reply, payload, done) => {
    const failures = exchanges.of(request)?.failedEntries ?? [];
    if (failures.length === 0 || reply.statusCode !== 200 || typeof payload !== 'string') {
      return done(null, payload);
    }
    reply.removeHeader('content-length');
    // By a function: `$&` in a message is text.
    done(
      null,
      payload.replace('</Failed>', () => `${failures.map(member).join('')}</Failed>`),
    );
  });
}

const NONE_SENT = (): string =>
  `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Successful></Successful><Failed></Failed></PublishBatchResult><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></PublishBatchResponse>`;

function member({ id, code, message, senderFault }: EntryFailure): string {
  return `<member><Id>${escapeXml(id)}</Id><Code>${escapeXml(code)}</Code><Message>${escapeXml(message)}</Message><SenderFault>${senderFault}</SenderFault></member>`;
}
