// Connections of several tenants, in the order in which they are due → each judged for its own tenant, in one pass over all.

import type { StoredJoinDeps } from '../../src/pipeline/index.ts';
import type { ProcessStore, WaitingConnection } from '../../src/ports/index.ts';
import type { JoinDeps, Verdict } from '../shared/join-deps.ts';
import { type JoinedReport, JoinJudge, sumJoined } from '../shared/stored-join.ts';

/** A verdict, and whose it is. */
export interface TenantVerdict extends Verdict {
  readonly tenant: string;
}

/** A class because it has a judge for each tenant that it met. */
export class TenantJudges implements StoredJoinDeps<TenantVerdict> {
  readonly processes: ProcessStore;
  readonly #deps: Omit<JoinDeps, 'tenant'>;
  readonly #judges = new Map<string, JoinJudge>();

  constructor(deps: Omit<JoinDeps, 'tenant'>) {
    this.#deps = deps;
    this.processes = deps.processes;
  }

  /** Of all tenants. */
  get report(): JoinedReport {
    return sumJoined([...this.#judges.values()].map(({ report }) => report));
  }

  /** What records are read and judged with. */
  get evaluation(): JoinDeps['evaluation'] {
    return this.#deps.evaluation;
  }

  nowMs(): number {
    return this.#deps.clock.nowMs();
  }

  judge(connection: Omit<WaitingConnection, 'isJudged'>): TenantVerdict {
    const { tenant } = connection;
    return { ...this.#of(tenant).judge(connection), tenant };
  }

  async deliver(verdicts: readonly TenantVerdict[]): Promise<void> {
    await this.#each(verdicts, (judge, own) => judge.deliver(own));
  }

  async deliverEarly(verdicts: readonly TenantVerdict[]): Promise<void> {
    await this.#each(verdicts, (judge, own) => judge.deliverEarly(own));
  }

  async review(verdicts: readonly TenantVerdict[]): Promise<void> {
    await this.#each(verdicts, (judge, own) => judge.review(own));
  }

  async #each(
    verdicts: readonly TenantVerdict[],
    step: (judge: JoinJudge, own: readonly Verdict[]) => Promise<void>,
  ): Promise<void> {
    for (const [tenant, own] of Map.groupBy(verdicts, (verdict) => verdict.tenant)) {
      await step(this.#of(tenant), own);
    }
  }

  #of(tenant: string): JoinJudge {
    const judge = this.#judges.get(tenant) ?? new JoinJudge({ ...this.#deps, tenant });
    this.#judges.set(tenant, judge);
    return judge;
  }
}
