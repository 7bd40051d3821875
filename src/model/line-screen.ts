// What a line of NDJSON must hold to be worth parsing, as data: made of rules and sources, searched for by the decoder.

/** Where the lines of a source name what kind of event they are. All texts are ASCII. */
export interface KindPlace {
  /** Searched for; at most 7 bytes, the first of them rare: longer ones are searched for four times slower. */
  readonly needle: string;
  /** What stands directly before and behind it. */
  readonly before: string;
  readonly behind: string;
  /** The kind is the value of the member whose key ends there; else it follows directly, up to `"`. */
  readonly isKey: boolean;
  /** Where it follows directly: the end of the key whose value it is. A list, or another key, names no kind. */
  readonly key?: string;
}

/**
 * Lines of a `loud` kind are parsed; with a mark those that have it. Those of a `late` kind are set aside: they
 * matter only if other lines ask for their process.
 */
export type KindScreen = 'loud' | 'late' | 'quiet' | LineMark;

/** Texts of which lines that are parsed hold one, its ASCII letters of whatever case. */
export interface LineMark {
  /** Bytes as Latin-1, letters small; at least three, of which the first three are ASCII. */
  readonly texts: readonly string[];
}

/** Where lines state the id of a process: the value of each member whose name, with the quote behind it, ends with these three, joined. ASCII. */
export interface IdPlace {
  /** Searched for; at most 7 bytes, the first of them rare. */
  readonly needle: string;
  readonly before: string;
  readonly behind: string;
}

/** Tells lines that need not be parsed. */
export interface LineSpec {
  /** Decimal digits. A line in which one of them stands by itself is parsed, whatever member it is of. */
  readonly numbers: readonly string[];
  /** What stands in the line at any of the places must be a quiet kind, and there must be one. */
  readonly kinds: {
    readonly places: readonly KindPlace[];
    readonly kinds: ReadonlyMap<string, KindScreen>;
    /** Kinds that are not listed. */
    readonly others: 'loud' | 'quiet';
  };
  /** Where late lines state the id of their process. */
  readonly ids: readonly IdPlace[];
  /** The source may hold XML as text, in which a digit can be written as an entity. */
  readonly hasEntities: boolean;
}

/** One line in so many is parsed, whatever it holds. */
export const PROBE_EVERY = 1_024;

/** Lines of an object, by their ordinals, and which of them are given. */
export interface LinePicking {
  readonly spec: LineSpec;
  /** First and behind the last of the ordinals it is for. */
  readonly from: number;
  readonly to: number;
  /**
   * `worth`: loud lines and probes are given, late ones set aside; of other ordinals all are given. `offering`: the same,
   * and late ones are given. `late`: these alone. `rest`: late and quiet ones; of other ordinals none.
   */
  readonly gives: 'worth' | 'offering' | 'late' | 'rest';
}
