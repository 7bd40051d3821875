// A finding → the message that is published of it. All it says stands in the finding, without its secrets, or in the
// rule's guide.

import {
  type Finding,
  MAX_MESSAGE_BYTES,
  type Message,
  type Origin,
  type RuleGuide,
} from '../model/index.ts';
import { redactFinding } from '../redact/index.ts';
import { isPage, MESSAGE_SCHEMA, toAttributes } from './attributes.ts';
import type { FindingMessage } from './finding-message.ts';
import { messageBytes } from './message-bytes.ts';
import { fitBody, type Step } from './shrink.ts';
import { toText, toTitle } from './text.ts';

const STEPS: readonly Step[] = [
  { at: ['finding', 'matched'], characters: 2_048, members: 50, depth: 8 },
  { at: ['guide'], characters: 500, members: 20, depth: 1 },
  { at: ['finding', 'process'], characters: 8_192, members: 20, depth: 1 },
  { at: ['finding', 'matched'], characters: 256, members: 20, depth: 2 },
  { at: ['finding', 'process'], characters: 1_024, members: 20, depth: 1 },
  { at: ['finding'], characters: 256, members: 20, depth: 2 },
  { at: ['guide'], characters: 200, members: 5, depth: 1 },
  { at: ['finding'], characters: 64, members: 8, depth: 1 },
];

/** What a finding does not know of itself. */
export interface MessageContext {
  readonly origin: Origin;
  /** The rule's guide; its triage steps go along. */
  readonly guide?: RuleGuide | undefined;
}

/**
 * The message: `id` is the finding's, `body` the JSON of a {@link FindingMessage}, at most 256 KiB with the
 * attributes. Secrets are redacted here, so that no caller can forget to. The same finding and context give the same
 * bytes.
 */
export function toMessage(raw: Finding, { origin, guide }: MessageContext): Message {
  const finding = redactFinding(raw);
  const attributes = toAttributes(finding, origin);
  const message: FindingMessage = {
    schema: MESSAGE_SCHEMA,
    id: finding.id,
    origin,
    severity: finding.rule.level,
    page: isPage(finding.rule.level, origin),
    title: toTitle(finding, origin),
    text: toText(finding, guide),
    guide: { triage: guide?.triage ?? [] },
    truncated: [],
    finding,
  };
  const body = fitBody(message, STEPS, MAX_MESSAGE_BYTES, (text) => messageBytes(text, attributes));
  return { id: finding.id, body, attributes };
}
