// A text in Slack's markup → lines of pieces, as Slack shows them: bold, quoted by backticks, links, escapes undone.

import type { Piece } from './styled.ts';

const FENCE = '```';

/** What is marked up in a line: bold, code, a link with its words. What is escaped by Slack cannot pass for any of them. */
const MARKED = /\*([^*\n]+)\*|`([^`\n]+)`|<([^<>|\n]+)\|([^<>\n]+)>/g;

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['&amp;', '&'],
  ['&lt;', '<'],
  ['&gt;', '>'],
]);

/** An object in the AWS console; group 1 is the bucket. */
const CONSOLE = /^https:\/\/[\w-]+\.console\.aws\.amazon\.com\/s3\/object\/([\w.-]+)$/;

/** Lines of a text. Between fences nothing is markup. */
export function mrkdwnLines(text: string): readonly (readonly Piece[])[] {
  const parts = text.split(FENCE);
  return parts.flatMap((part, index) => {
    const isFenced = index % 2 === 1;
    const isFirst = index === 0;
    const isLast = index === parts.length - 1;
    const lines = part
      .replace(isFirst ? '' : /^\n/, '')
      .replace(isLast && !isFenced ? '' : /\n$/, '')
      .split('\n');
    if (parts.length > 1 && !isFenced && lines.join('') === '') return [];
    return lines.map(isFenced ? fenced : marked);
  });
}

function fenced(line: string): Piece[] {
  return [{ text: `  ${unescaped(line)}`, look: 'quoted' }];
}

function marked(line: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of line.matchAll(MARKED)) {
    const [whole, strong, quoted, url, words] = match;
    pieces.push({ text: unescaped(line.slice(end, match.index)), look: 'plain' });
    if (strong !== undefined) pieces.push({ text: unescaped(strong), look: 'strong' });
    else if (quoted !== undefined) pieces.push({ text: unescaped(quoted), look: 'quoted' });
    else pieces.push(...linked(unescaped(url ?? ''), unescaped(words ?? '')));
    end = match.index + whole.length;
  }
  pieces.push({ text: unescaped(line.slice(end)), look: 'plain' });
  return pieces.filter(({ text }) => text !== '');
}

/** A terminal cannot hide where a link leads. To an object of S3 it is said as S3 clients take it. */
function linked(url: string, words: string): readonly Piece[] {
  return [
    { text: `${words}: `, look: 'plain' },
    { text: s3Url(url) ?? url, look: 'quoted' },
  ];
}

function s3Url(text: string): string | undefined {
  const url = URL.parse(text);
  if (url === null) return undefined;
  const [, bucket] = CONSOLE.exec(`${url.origin}${url.pathname}`) ?? [];
  const key = url.searchParams.get('prefix');
  return bucket === undefined || key === null ? undefined : `s3://${bucket}/${key}`;
}

/** Once: what a log wrote as an escape stays what it wrote. */
function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ESCAPES.get(entity) ?? entity);
}
