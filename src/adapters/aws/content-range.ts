// A Content-Range header → the bytes it names.

/** `bytes first-last/total`, both ends inclusive. */
export interface ContentRange {
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

/** Undefined for anything else, an unknown total (`*`) among it. */
export function parseContentRange(header: string | undefined): ContentRange | undefined {
  const [, first, last, total] =
    /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || total === undefined) return undefined;
  return { first: Number(first), last: Number(last), total: Number(total) };
}
