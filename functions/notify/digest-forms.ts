// A digest → what each kind of destination takes.

import type {
  AmazonQNotification,
  Email,
  PagerDutyEvent,
  SlackMessage,
  RenderContext,
} from '../../src/alert/index.ts';
import { toDigestMessage } from '../../src/alert/index.ts';
import type { AlertDigest } from '../../src/model/index.ts';

function words(digest: AlertDigest): { readonly title: string; readonly text: string } {
  return JSON.parse(toDigestMessage(digest).body);
}

export function toSlackDigest(digest: AlertDigest, _context: RenderContext): SlackMessage {
  const { title, text } = words(digest);
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    text: title,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text: `${title}\n${escaped}`, verbatim: true } },
    ],
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

export function toEmailDigest(digest: AlertDigest, _context: RenderContext): Email {
  const { title, text } = words(digest);
  return { subject: title.slice(0, 99), text };
}

export function toAmazonQDigest(digest: AlertDigest, _context: RenderContext): AmazonQNotification {
  const { title, text } = words(digest);
  return {
    version: '1.0',
    source: 'custom',
    id: `${digest.id}.${digest.revision}`,
    content: { textType: 'client-markdown', title, description: text, nextSteps: [], keywords: [] },
    metadata: {
      threadId: digest.id,
      summary: title,
      eventType: 'sigma-lambda.digest',
      relatedResources: [],
      additionalContext: {},
    },
  };
}

export function toPagerDutyDigest(_digest: AlertDigest): PagerDutyEvent | undefined {
  return undefined;
}
