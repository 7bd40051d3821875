// The queue that scans are fed from: what is left of an object goes there, and how much waits in it can be asked.

/** Takes work that is to be done by another invocation. */
export interface WorkQueue {
  /** Resolves once the queue has it. Rejects with what its transport throws, also where it may have it nevertheless. */
  send(body: string): Promise<void>;
}

/** What a queue holds, about. */
export interface Backlog {
  /** Messages that nobody has received yet, or that are to be received again. */
  readonly waiting: number;
  /** Messages in somebody's hands, or hidden until they are tried again. */
  readonly inFlight: number;
}

/** A backlog as settle has seen it, in epoch ms. */
export interface SeenBacklog {
  /** By the first run that saw it, of all in a row. */
  readonly sinceMs: number;
  /** By the last. */
  readonly lastMs: number;
}

/** Keeps what the runs of settle tell each other of the backlog, for a day. Throws what its transport throws. */
export interface BacklogNotes {
  read(tenant: string): Promise<SeenBacklog | undefined>;
  /** In place of what was noted before. */
  note(tenant: string, seen: SeenBacklog): Promise<void>;
}

/** Tells how much waits. */
export interface BacklogGauge {
  read(): Promise<Backlog>;
}
