// What a scan did with every record and every match. P1: nothing is lost in silence.

/**
 * Counts of one scan; they add up, or it is a bug:
 * records = evaluated + skipped + unrecognised + rejected, and
 * the sum of matchesPerRule = newMatches + foldedMatches + partialMatches + ungroupedMatches +
 * the sum of suppressedPerFilter.
 */
export interface ScanCounts {
  /** Records found in the objects, rejected ones included. */
  readonly records: number;
  /** Records turned into events and offered to the rules of their logsource, if there were any. */
  readonly evaluated: number;
  /** Records passed over unevaluated: outside the time window, or by the byte prefilter. */
  readonly skipped: number;
  /** Well-formed records that no source adapter knows, or that several claim. */
  readonly unrecognised: number;
  /** Records that could not be read, kept for quarantine. */
  readonly rejected: number;
  /** Of the skipped: recognised records all of whose events lie outside the time window. */
  readonly outsideWindow: number;
  /**
   * Of the skipped: lines that the byte prefilter passed over unparsed, since no rule could match them. Counts of events
   * are then those of the lines that were parsed. Absent in what earlier releases counted: then none.
   */
  readonly prefiltered?: number;
  /** Of the unrecognised: records that several sources claim, by their ids joined with `+`. */
  readonly ambiguousPerSources: Readonly<Record<string, number>>;
  /** Connections among the events that were evaluated. */
  readonly connections: number;
  /** Starts of processes among them. */
  readonly starts: number;
  /** Connections whose program no log names; rules that read the program did not run on them. */
  readonly unattributed: number;
  /** Of those: per source and host, as `source host`; hosts beyond a limit share `source (other hosts)`. */
  readonly unattributedPerHost: Readonly<Record<string, number>>;
  /** Connections whose verdict waited for what other events say of their process. */
  readonly joinCandidates: number;
  /** Of those: connections that another event completed. */
  readonly joined: number;
  /** Connections that would have waited, but were judged with what they have: too many waited already. */
  readonly joinOverflow: number;
  /** Evaluated events per source id. */
  readonly perSource: Readonly<Record<string, number>>;
  /**
   * Of those: events of kinds that their source has no category or service for, as `source kind`. No rule with a
   * logsource runs on them. Kinds beyond a limit share `source (other kinds)`.
   */
  readonly uncategorisedPerKind: Readonly<Record<string, number>>;
  /** Matches (before filters and folding) per rule id. */
  readonly matchesPerRule: Readonly<Record<string, number>>;
  /** Matches suppressed per filter id. */
  readonly suppressedPerFilter: Readonly<Record<string, number>>;
  /** Matches that opened a finding. */
  readonly newMatches: number;
  /** Matches that joined an open finding. */
  readonly foldedMatches: number;
  /** Matches of rules that report through correlations only: kept for at least one of them. */
  readonly partialMatches: number;
  /** The same, but of events that take part in none: without a time, a group-by field or a value. */
  readonly ungroupedMatches: number;
  /** Bytes as stored, and after decompression. */
  readonly compressedBytes: number;
  readonly bytes: number;
}
