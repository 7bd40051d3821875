// The limits SNS enforces on publishing and subscribing, and fauxqs does not.

import type { Exchange, Exchanges } from './exchange.ts';
import { type App, type Fields, fieldsOf, textOf } from './http-types.ts';
import { entryBytes, type PublishEntry, parseEntries } from './sns-entries.ts';
import { policyFault } from './sns-policy.ts';
import { sendError, type WireError } from './wire.ts';

/** Bytes of all messages of one PublishBatch, attributes included. A topic may raise it; ours does not. */
const MAX_BATCH_BYTES = 262_144;

/** @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html (Subject) */
const MAX_SUBJECT_CHARACTERS = 100;

// biome-ignore lint/suspicious/noControlCharactersInRegex: SNS refuses exactly these in a subject.
const CONTROL = /[\u0000-\u001f\u007f]/;

/** Registers the hook: whole requests are refused, entries of a batch fail alone. */
export function installSnsLimits(app: App, exchanges: Exchanges): void {
  app.addHook('preHandler', async (request, reply) => {
    const exchange = exchanges.of(request);
    if (exchange?.operation.service !== 'sns') return;
    const error = refusal(exchange, fieldsOf(request.body));
    return error === undefined ? undefined : sendError(reply, 'sns', error);
  });
}

function refusal(exchange: Exchange, form: Fields): WireError | undefined {
  switch (exchange.operation.id) {
    case 'sns:Publish':
      return parseEntries(form).map(entryError).find(isError);
    case 'sns:PublishBatch':
      return batchError(exchange, parseEntries(form));
    case 'sns:Subscribe':
    case 'sns:SetSubscriptionAttributes':
      return policyError(form);
    default:
      return undefined;
  }
}

const isError = (error: WireError | undefined): error is WireError => error !== undefined;

function batchError(exchange: Exchange, entries: readonly PublishEntry[]): WireError | undefined {
  const bytes = entries.reduce((sum, entry) => sum + entryBytes(entry), 0);
  if (bytes > MAX_BATCH_BYTES) {
    const message = 'The length of all the messages put together is more than the limit.';
    return { status: 400, code: 'BatchRequestTooLong', message };
  }
  for (const entry of entries) {
    const error = entryError(entry);
    if (error === undefined || exchange.failedEntries.some(({ id }) => id === entry.id)) continue;
    exchange.failedEntries.push({ id: entry.id, senderFault: true, ...error });
  }
  return undefined;
}

function entryError(entry: PublishEntry): WireError | undefined {
  const invalid = (what: string): WireError => ({
    status: 400,
    code: 'InvalidParameter',
    message: `Invalid parameter: ${what}`,
  });
  // fauxqs drops an entry without a message from a batch, and reports it neither as sent nor as failed.
  if (entry.message === '') return invalid('Empty message');
  if (entry.subject !== undefined && !isSubject(entry.subject)) return invalid('Subject');
  // fauxqs' filters never match an array: better no answer than a message lost in silence.
  if (entry.attributes.some(({ dataType }) => dataType.startsWith('String.Array'))) {
    const message = 'String.Array attributes are not implemented by the local SNS';
    return { status: 501, code: 'NotImplemented', message };
  }
  const empty = entry.attributes.find(({ value }) => value === '');
  if (empty === undefined) return undefined;
  const message = `The message attribute '${empty.name}' must contain non-empty message attribute value for message attribute type '${empty.dataType}'.`;
  return { status: 400, code: 'ParameterValueInvalid', message };
}

function isSubject(subject: string): boolean {
  return subject !== '' && subject.length <= MAX_SUBJECT_CHARACTERS && !CONTROL.test(subject);
}

function policyError(form: Fields): WireError | undefined {
  for (const { name, value } of subscriptionAttributes(form)) {
    const fault = name === 'FilterPolicy' && value !== '' ? policyFault(value) : undefined;
    if (fault === undefined) continue;
    const message = `Invalid parameter: FilterPolicy: ${fault}`;
    return { status: 400, code: 'InvalidParameter', message };
  }
  return undefined;
}

/** Attributes in a Subscribe (`Attributes.entry.N.key`) or a SetSubscriptionAttributes (`AttributeName`). */
function subscriptionAttributes(
  form: Fields,
): readonly { readonly name: string; readonly value: string }[] {
  const single = textOf(form, 'AttributeName');
  if (single !== undefined) return [{ name: single, value: textOf(form, 'AttributeValue') ?? '' }];
  return Object.keys(form)
    .filter((field) => /^Attributes\.entry\.\d+\.key$/.test(field))
    .map((field) => ({
      name: textOf(form, field) ?? '',
      value: textOf(form, field.replace(/key$/, 'value')) ?? '',
    }));
}
