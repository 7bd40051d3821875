// A PublishBatch as it comes over the wire, and what SNS answers to it.

import type { Answer, Received } from './test-server.ts';

/** One entry of a batch. */
export interface SentEntry {
  readonly id: string;
  readonly message: string;
  /** Name → data type and value. */
  readonly attributes: Readonly<Record<string, readonly [string, string]>>;
}

/** An entry that fails alone. */
export interface FailedEntry {
  readonly code: string;
  readonly senderFault: boolean;
}

/** The entries of a request, in order. */
export function entriesOf(request: Received): readonly SentEntry[] {
  const form = new URLSearchParams(request.body);
  const entries: SentEntry[] = [];
  for (let index = 1; ; index++) {
    const prefix = `PublishBatchRequestEntries.member.${index}.`;
    const id = form.get(`${prefix}Id`);
    if (id === null) return entries;
    const message = form.get(`${prefix}Message`) ?? '';
    entries.push({ id, message, attributes: attributesOf(form, prefix) });
  }
}

function attributesOf(form: URLSearchParams, prefix: string): SentEntry['attributes'] {
  const attributes: Record<string, readonly [string, string]> = {};
  for (let index = 1; ; index++) {
    const stem = `${prefix}MessageAttributes.entry.${index}.`;
    const name = form.get(`${stem}Name`);
    if (name === null) return attributes;
    const type = form.get(`${stem}Value.DataType`) ?? '';
    attributes[name] = [type, form.get(`${stem}Value.StringValue`) ?? ''];
  }
}

/** Takes every entry, but those whose message `failures` names; `silent` ones are not spoken of. */
export function takes(failures: Readonly<Record<string, FailedEntry | 'silent'>> = {}): Answer {
  return (response, request) => {
    let successful = '';
    let failed = '';
    for (const { id, message } of entriesOf(request)) {
      const failure = failures[message];
      if (failure === undefined) {
        successful += `<member><Id>${id}</Id><MessageId>of-${id}</MessageId></member>`;
      } else if (failure !== 'silent') {
        failed += `<member><Id>${id}</Id><Code>${failure.code}</Code><Message>of ${failure.code}</Message><SenderFault>${failure.senderFault}</SenderFault></member>`;
      }
    }
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      `<PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult><Successful>${successful}</Successful><Failed>${failed}</Failed></PublishBatchResult></PublishBatchResponse>`,
    );
  };
}

/** Refuses the request as a whole. */
export function snsError(status: number, code: string): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'text/xml' });
    response.end(
      `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>of ${code}</Message></Error></ErrorResponse>`,
    );
  };
}

/** An answer that says nothing to the end. */
export const cutAnswer: Answer = (response) => {
  response.writeHead(200, { 'content-type': 'text/xml', 'content-length': 500 });
  response.write('<PublishBatchResponse><Publ', () => response.destroy());
};
