// What happened in the story, in no product's words. Each family's renderer turns the same facts into its own records.

/** A computer of the invented company. */
export interface Machine {
  /** Short name, lower case. */
  readonly name: string;
  readonly ip: string;
  readonly kind: 'workstation' | 'server';
  /** When it was last started, epoch ms. */
  readonly bootMs: number;
}

/** Whose rights a process has. */
export interface Account {
  readonly domain: string;
  readonly name: string;
  readonly sid: string;
  /** Of the logon session. */
  readonly logonId: number;
  readonly session: number;
  readonly integrity: 'Medium' | 'High' | 'System';
}

/** Who signed a program; `undefined` = nobody. */
export type Signer = string | undefined;

/** A program file. */
export interface Program {
  readonly image: string;
  readonly originalFileName: string;
  readonly description: string;
  readonly product: string;
  readonly company: string;
  readonly fileVersion: string;
  readonly signer: Signer;
}

/** One run of a program. */
export interface Process {
  readonly machine: Machine;
  readonly program: Program;
  readonly account: Account;
  readonly pid: number;
  /** Epoch ms. */
  readonly startMs: number;
  readonly commandLine: string;
  readonly directory: string;
  readonly parent: Process | undefined;
}

/** One end of a connection. */
export interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

/** A process began, and maybe ended, while the logs were recorded. */
export interface RunFact {
  readonly kind: 'run';
  readonly timeMs: number;
  readonly endMs: number | undefined;
  readonly process: Process;
}

/** A connection as the process's machine saw it. `source` is the end that opened it, wherever it is. */
export interface ConnectionFact {
  readonly kind: 'connection';
  readonly timeMs: number;
  /** When it was closed, if it was. */
  readonly closedMs: number | undefined;
  readonly process: Process;
  readonly transport: 'tcp' | 'udp';
  readonly direction: 'outbound' | 'inbound';
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** A name was looked up. */
export interface LookupFact {
  readonly kind: 'lookup';
  readonly timeMs: number;
  readonly process: Process;
  readonly name: string;
  readonly addresses: readonly string[];
}

/** A file was created. */
export interface FileFact {
  readonly kind: 'file';
  readonly timeMs: number;
  readonly process: Process;
  readonly path: string;
  readonly bytes: number;
}

/** One thing that happened on one machine. */
export type Fact = RunFact | ConnectionFact | LookupFact | FileFact;

/** A run: the process's own start is its time. */
export function ran(process: Process, endMs?: number): RunFact {
  return { kind: 'run', timeMs: process.startMs, endMs, process };
}

/** File name of a path. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}
