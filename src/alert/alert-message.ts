// The JSON that a message's body holds, and back from it.

import {
  type Alert,
  ALERT_EVENTS,
  ALERT_ROUTES,
  type AlertDigest,
  err,
  LEVELS,
  ok,
  type Result,
} from '../model/index.ts';

/** Name the shapes of the body; a change that breaks their readers raises the number. */
export const ALERT_SCHEMA = 'sigma-lambda.alert/1';
export const DIGEST_SCHEMA = 'sigma-lambda.digest/1';

/** What every body has. */
interface MessageHead {
  /** One line, for readers that render nothing. */
  readonly title: string;
  /** One paragraph. */
  readonly text: string;
  /** Dotted names of what was shortened so that the message can be sent; empty = nothing. */
  readonly truncated: readonly string[];
}

/** An alert at a revision. Its schema is docs/schema/alert-message.schema.json; docs/message.md explains it. */
export interface AlertMessage extends MessageHead {
  readonly schema: typeof ALERT_SCHEMA;
  readonly alert: Alert;
}

/** A digest at a revision. */
export interface DigestMessage extends MessageHead {
  readonly schema: typeof DIGEST_SCHEMA;
  readonly digest: AlertDigest;
}

/** What stands in the body of a message on the topic `alerts`. */
export type OnCallMessage = AlertMessage | DigestMessage;

const ID = /^[ad]1_[\w-]{27}$/;

/** Reads a body that this product wrote; an error says what was found and what is expected, and quotes no log text. */
export function parseOnCallMessage(body: string): Result<OnCallMessage, string> {
  let message: OnCallMessage;
  try {
    message = JSON.parse(body);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    return err(`the body is no JSON: it has ${body.length} characters`);
  }
  const schema = memberOf(message, 'schema');
  const isAlert = schema === ALERT_SCHEMA;
  if (!isAlert && schema !== DIGEST_SCHEMA) {
    const found = (JSON.stringify(schema) ?? 'absent').slice(0, 80);
    return err(`schema is ${found}; expected ${ALERT_SCHEMA} or ${DIGEST_SCHEMA}`);
  }
  const wrong = wrongMember(memberOf(message, isAlert ? 'alert' : 'digest'), isAlert);
  return wrong === undefined ? ok(message) : err(wrong);
}

/** What destinations decide by; the rest is as this product wrote it. */
function wrongMember(told: unknown, isAlert: boolean): string | undefined {
  const level = memberOf(told, 'level');
  const route = memberOf(told, 'route');
  const revision = memberOf(told, 'revision');
  const id = memberOf(told, 'id');
  const tenant = memberOf(isAlert ? memberOf(told, 'group') : told, 'tenant');
  const event = memberOf(told, 'event');
  if (typeof id !== 'string' || !ID.test(id)) return 'id is no id of an alert or a digest';
  if (!Number.isSafeInteger(revision)) return 'revision is no whole number';
  if (!LEVELS.some((one) => one === level)) return `level is none of ${LEVELS.join(', ')}`;
  if (!ALERT_ROUTES.some((one) => one === route))
    return `route is none of ${ALERT_ROUTES.join(', ')}`;
  if (typeof tenant !== 'string' || tenant === '') return 'tenant is missing';
  if (isAlert && !ALERT_EVENTS.some((one) => one === event)) {
    return `event is none of ${ALERT_EVENTS.join(', ')}`;
  }
  if (!Array.isArray(memberOf(told, 'rules'))) return 'rules is no list';
  if (isAlert && memberOf(memberOf(told, 'lead'), 'rule') === undefined) return 'lead is missing';
  return undefined;
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}
