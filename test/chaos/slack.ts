// The server that stands for Slack → every post that arrived there, with the invocations it can be from, and its answer.

import type { Answer, DestinationServer } from '../support/destination-server.ts';
import { parseSlackPost, type SlackPost } from './slack-post.ts';
import type { Hand } from './telling.ts';

/** What is answered to what has arrived. */
export type SlackAnswer = Exclude<Answer, { kind: 'reset' }>;

/** A post whose body has arrived. */
export interface ArrivedPost {
  /** Undefined where it is about no alert. */
  readonly post: SlackPost | undefined;
  /** Undefined: Slack's own `ok`. */
  readonly answer: SlackAnswer | undefined;
  /** True where the channel shows it. */
  readonly isTaken: boolean;
  /** Invocations that ran, and had a message with its alert and revision. */
  readonly hands: readonly Hand[];
  /** What was called because of it is in the log of DynamoDB from here on. */
  readonly from: number;
}

/** What becomes of posts. */
export interface SlackTrouble {
  /** Whether the connection is reset before the post is read. */
  isReset(): boolean;
  /** The answer to a post; undefined: Slack's own. */
  answerOf(hands: readonly Hand[]): SlackAnswer | undefined;
}

/** Slack at work. */
export interface Slack {
  /** Posts in the order in which they arrived. */
  readonly arrived: readonly ArrivedPost[];
  /** From now on this becomes of posts; undefined: each is taken. */
  strike(trouble: SlackTrouble | undefined): void;
}

/** Lets the server stand for it. `running` gives the invocations that have not ended; `calls` is the log of DynamoDB. */
export function standForSlack(
  server: DestinationServer,
  running: () => readonly Hand[],
  calls: readonly unknown[],
): Slack {
  const arrived: ArrivedPost[] = [];
  let trouble: SlackTrouble | undefined;
  server.answerAll({
    isReset: () => trouble?.isReset() ?? false,
    answerOf: (_path, body) => {
      const post = parseSlackPost(body);
      const hands = running().filter(({ tellings }) => tellings.has(post?.telling ?? ''));
      const answer = trouble?.answerOf(hands);
      const isTaken = answer?.kind !== 'status';
      arrived.push({ post, answer, isTaken, hands, from: calls.length });
      return answer;
    },
  });
  return {
    arrived,
    strike: (next) => {
      trouble = next;
    },
  };
}
