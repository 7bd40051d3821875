// When scans ended and settle ran → whether it is time for settle.

/** As deployed: `rate(1 minute)`. */
const EVERY_MS = 60_000;

/** What waits for the grace is due when it is over, and a moment. */
const MOMENT_MS = 500;

/** The schedule of settle: every minute as deployed, and when what the last scans left waiting has waited long enough. */
export class SettleSchedule {
  readonly #graceMs: number;
  #settledMs: number;
  #scannedMs: number | undefined;

  /** @param nowMs settle counts as having run: there is nothing yet */
  constructor(graceMs: number, nowMs: number) {
    this.#graceMs = graceMs;
    this.#settledMs = nowMs;
  }

  /** How long after a scan what it left waiting is due. */
  get waitMs(): number {
    return this.#graceMs + MOMENT_MS;
  }

  scanned(nowMs: number): void {
    this.#scannedMs = nowMs;
  }

  isDue(nowMs: number): boolean {
    const isOver = this.#scannedMs !== undefined && nowMs - this.#scannedMs >= this.waitMs;
    return isOver || nowMs - this.#settledMs >= EVERY_MS;
  }

  /** Settle runs. Scans that end meanwhile count for the next run. */
  began(nowMs: number): void {
    const isOver = this.#scannedMs !== undefined && nowMs - this.#scannedMs >= this.waitMs;
    if (isOver) this.#scannedMs = undefined;
    this.#settledMs = nowMs;
  }
}
