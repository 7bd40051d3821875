// Results of explaining → how many of each verdict, and what was not judged, by kind and reason.

import type { Delivery } from '../../model/index.ts';
import type { Explained, ExplainedEvent } from './explained.ts';
import { loadedRulesText, logsourceText } from '../logsource-text.ts';

/** Records or events of one kind that the rule did not judge. */
export interface NotJudged {
  readonly verdict: Explained['verdict'];
  /** What they are: source, kind of event and logsource; empty for records of no source. */
  readonly what: string;
  readonly reason: string;
  readonly count: number;
  /** The first of them. */
  readonly first: Delivery;
}

/** What explaining came to. */
export interface ExplainSummary {
  readonly records: number;
  /** Results by verdict: one for each event and rule, one for a record without events. */
  readonly verdicts: Readonly<Partial<Record<Explained['verdict'], number>>>;
  readonly notJudged: readonly NotJudged[];
}

/** Kinds told apart; a log that names a new one in every record must not fill memory. */
const MAX_KINDS = 50;

const JUDGED: ReadonlySet<Explained['verdict']> = new Set(['match', 'suppressed', 'no-match']);

/** Counts results as they come. */
export class ExplainCount {
  #records = 0;
  #last: Delivery | undefined;
  readonly #verdicts = new Map<Explained['verdict'], number>();
  readonly #notJudged = new Map<string, NotJudged>();

  add(explained: Explained): void {
    const { delivery, verdict } = explained;
    if (delivery.object !== this.#last?.object || delivery.ordinal !== this.#last.ordinal) {
      this.#records++;
      this.#last = delivery;
    }
    this.#verdicts.set(verdict, (this.#verdicts.get(verdict) ?? 0) + 1);
    if (!JUDGED.has(verdict)) this.#addNotJudged(explained);
  }

  summary(): ExplainSummary {
    return {
      records: this.#records,
      verdicts: Object.fromEntries(this.#verdicts),
      notJudged: [...this.#notJudged.values()],
    };
  }

  #addNotJudged(explained: Explained): void {
    const { verdict, delivery } = explained;
    const kind = 'trace' in explained ? kindOfEvent(explained) : kindOfRecord(explained.reason);
    const own = JSON.stringify([verdict, kind]);
    const isRoom = this.#notJudged.has(own) || this.#notJudged.size < MAX_KINDS;
    const key = isRoom ? own : verdict;
    const { what, reason } = isRoom ? kind : { what: 'other kinds', reason: 'too many to name' };
    const known = this.#notJudged.get(key);
    const count = (known?.count ?? 0) + 1;
    this.#notJudged.set(
      key,
      known ? { ...known, count } : { verdict, what, reason, count, first: delivery },
    );
  }
}

function kindOfEvent(explained: ExplainedEvent): Pick<NotJudged, 'what' | 'reason'> {
  const { source, eventKind, logsource, rule, verdict, loadedRules } = explained;
  const what = `${source} ${eventKind}, ${logsourceText(logsource)}`;
  if (verdict === 'unattributed') {
    return { what, reason: `"${rule.title}" reads the program, and no log names it` };
  }
  const own = `"${rule.title}" is for ${logsourceText(rule.logsource)}`;
  return { what, reason: `${own}; ${loadedRulesText(loadedRules)}` };
}

/** Of a reason with a code the code: what follows tells the place. */
function kindOfRecord(reason: string): Pick<NotJudged, 'what' | 'reason'> {
  return { what: '', reason: /^[A-Z][A-Z_]+(?=: )/.exec(reason)?.[0] ?? reason };
}
