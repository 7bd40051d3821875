// The body of a post to Slack → what Slack shows of it, as lines for a terminal.

import { isJsonObject, type JsonValue, parseJson } from '../../model/index.ts';
import { mrkdwnLines } from './mrkdwn.ts';
import { lineText, type Piece, type Styling } from './styled.ts';

const INDENT = '  ';

/** Lines of the message, each ending in a newline; undefined for what Slack would refuse as `invalid_payload`. */
export function slackText(body: string, styling: Styling): string | undefined {
  const message = parseJson(body);
  if (!isJsonObject(message)) return undefined;
  const blocks = message['blocks'];
  const lines = Array.isArray(blocks) && blocks.length > 0 ? blocksLines(blocks) : bare(message);
  if (lines === undefined) return undefined;
  return lines.map((pieces) => `${indented(lineText(pieces, styling))}\n`).join('');
}

const indented = (line: string): string => (line === '' ? '' : INDENT + line);

type Lines = readonly (readonly Piece[])[];

/** Blocks stand apart, but for a header and what it heads. */
function blocksLines(blocks: readonly JsonValue[]): Lines | undefined {
  const shown: Lines[] = [];
  for (const block of blocks) {
    const lines = blockLines(block);
    if (lines === undefined) return undefined;
    shown.push(lines);
  }
  return shown.flatMap((lines, index) => {
    const isHeaded = index > 0 && !isHeader(blocks[index - 1]);
    return isHeaded ? [[], ...lines] : lines;
  });
}

const isHeader = (block: JsonValue | undefined): boolean =>
  isJsonObject(block) && block['type'] === 'header';

function blockLines(block: JsonValue): Lines | undefined {
  if (!isJsonObject(block)) return undefined;
  switch (block['type']) {
    case 'header': {
      const text = textOf(block['text']);
      return text === undefined ? undefined : [[{ text, look: 'strong' }]];
    }
    case 'section': {
      const text = textOf(block['text']);
      return text === undefined ? undefined : mrkdwnLines(text);
    }
    case 'context': {
      const elements = Array.isArray(block['elements']) ? block['elements'] : [];
      return elements.flatMap((element) => mrkdwnLines(textOf(element) ?? ''));
    }
    default:
      return undefined;
  }
}

/** A message without blocks: its text. */
function bare(message: { readonly [name: string]: JsonValue }): Lines | undefined {
  const text = message['text'];
  return typeof text === 'string' && text !== '' ? mrkdwnLines(text) : undefined;
}

function textOf(value: JsonValue | undefined): string | undefined {
  const text = isJsonObject(value) ? value['text'] : undefined;
  return typeof text === 'string' ? text : undefined;
}
