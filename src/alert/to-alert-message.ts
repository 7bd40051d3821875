// What is told → the message that is published of it.

import { type Alert, type AlertDigest, MAX_MESSAGE_BYTES, type Message } from '../model/index.ts';
import { redactFinding } from '../redact/index.ts';
import {
  ALERT_SCHEMA,
  type AlertMessage,
  DIGEST_SCHEMA,
  type DigestMessage,
  type OnCallMessage,
} from './alert-message.ts';
import { alertAttributes, digestAttributes } from './alert-attributes.ts';
import { alertText, alertTitle } from './alert-text.ts';
import { digestText, digestTitle } from './digest-text.ts';
import { messageBytes } from './message-bytes.ts';
import { fitBody, type Step } from './shrink.ts';

/**
 * From what is missed least to what is missed most; title, text and ids never. Each bound leaves what still
 * helps: 8,192 characters are the longest command line that cmd.exe takes. After the last step a body has at
 * most 200,000 bytes, whatever the finding held: no text of it is longer than 64 units of at most 6 bytes, no
 * list longer than 8.
 */
const STEPS: readonly Step[] = [
  { at: ['alert', 'lead', 'matched'], characters: 2_048, members: 50, depth: 8 },
  { at: ['alert', 'guide'], characters: 500, members: 20, depth: 1 },
  { at: ['alert', 'falsepositives'], characters: 500, members: 20, depth: 1 },
  { at: ['alert', 'lead', 'process'], characters: 8_192, members: 20, depth: 1 },
  { at: ['alert', 'lead', 'matched'], characters: 256, members: 20, depth: 2 },
  { at: ['alert', 'lead', 'process'], characters: 1_024, members: 20, depth: 1 },
  { at: ['alert', 'lead'], characters: 256, members: 20, depth: 2 },
  { at: ['alert', 'rules'], characters: 120, members: 50, depth: 1 },
  { at: ['alert', 'guide'], characters: 200, members: 5, depth: 1 },
  { at: ['alert', 'falsepositives'], characters: 200, members: 5, depth: 1 },
  { at: ['alert', 'lead'], characters: 64, members: 8, depth: 1 },
  { at: ['alert', 'rules'], characters: 64, members: 8, depth: 1 },
  { at: ['alert', 'group'], characters: 256, members: 8, depth: 1 },
];

/**
 * Rules of a digest that are named when there are too many for a message. Hosts name themselves: after the last step 20
 * rules with 20 hosts each have at most 170,000 bytes, of 64 units of at most 6 bytes a name.
 */
const DIGEST_STEPS: readonly Step[] = [
  { at: ['digest', 'rules'], characters: 256, members: 100, depth: 1 },
  { at: ['digest', 'rules'], characters: 120, members: 20, depth: 1 },
  { at: ['digest', 'rules'], characters: 64, members: 20, depth: 1 },
];

/**
 * The message: `id` is the alert's, `body` the JSON of an {@link AlertMessage}, at most 256 KiB with the attributes. Secrets
 * are redacted here, so that no caller can forget to. The same alert gives the same bytes.
 */
export function toAlertMessage(raw: Alert): Message {
  const alert: Alert = { ...raw, lead: redactFinding(raw.lead) };
  const message: AlertMessage = {
    schema: ALERT_SCHEMA,
    title: alertTitle(alert),
    text: alertText(alert),
    truncated: [],
    alert,
  };
  return sealed(alert.id, message, STEPS, alertAttributes(alert));
}

/** The message of a digest: `id` is the digest's, `body` the JSON of a {@link DigestMessage}. */
export function toDigestMessage(digest: AlertDigest): Message {
  const message: DigestMessage = {
    schema: DIGEST_SCHEMA,
    title: digestTitle(digest),
    text: digestText(digest),
    truncated: [],
    digest,
  };
  return sealed(digest.id, message, DIGEST_STEPS, digestAttributes(digest));
}

function sealed(
  id: string,
  message: OnCallMessage,
  steps: readonly Step[],
  attributes: Message['attributes'],
): Message {
  const bytesOf = (text: string) => messageBytes(text, attributes);
  return { id, body: fitBody(message, steps, MAX_MESSAGE_BYTES, bytesOf), attributes };
}
