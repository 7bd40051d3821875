// The processes that ran before the logs begin, and how further ones are made.

import { AL, at, MIA, SYSTEM, WS_17, WS_22 } from './company.ts';
import type { Account, Machine, Process, Program } from './facts.ts';
import { CHROME, EXPLORER, KERNEL, OUTLOOK, SERVICES } from './programs.ts';

/** Pid of the Windows kernel. */
const KERNEL_PID = 4;

/** The kernel of a machine. */
export function kernelOf(machine: Machine, program: Program = KERNEL): Process {
  return {
    machine,
    program,
    account: SYSTEM,
    pid: KERNEL_PID,
    startMs: machine.bootMs,
    commandLine: '-',
    directory: '-',
    parent: undefined,
  };
}

/** A process of `account`, started by `parent` on the parent's machine. */
export function child(
  parent: Process,
  program: Program,
  account: Account,
  run: { readonly pid: number; readonly startMs: number; readonly commandLine?: string },
): Process {
  const { pid, startMs, commandLine = `"${program.image}"` } = run;
  const isService = account.session === 0;
  const directory = isService ? 'C:\\Windows\\system32\\' : `C:\\Users\\${account.name}\\`;
  return {
    machine: parent.machine,
    program,
    account,
    pid,
    startMs,
    commandLine,
    directory,
    parent,
  };
}

/** The same with an unknown parent: what started it has long ended. */
function orphan(process: Process): Process {
  return { ...process, parent: undefined };
}

/** services.exe of a machine: the parent of everything that runs as a service. */
export function servicesOf(machine: Machine): Process {
  const run = { pid: 712, startMs: machine.bootMs + 9_000, commandLine: SERVICES.image };
  return orphan(child(kernelOf(machine), SERVICES, SYSTEM, run));
}

/** A service that has run since shortly after the start of its machine. */
export function serviceOn(
  machine: Machine,
  program: Program,
  account: Account,
  pid: number,
  commandLine: string = program.image,
): Process {
  const startMs = machine.bootMs + 20_000 + pid;
  return child(servicesOf(machine), program, account, { pid, startMs, commandLine });
}

function desktop(machine: Machine, account: Account, pid: number): Process {
  const run = { pid, startMs: at('06:58:11.204'), commandLine: EXPLORER.image };
  return orphan(child(kernelOf(machine), EXPLORER, account, run));
}

/** Al's desktop. */
export const AL_DESKTOP = desktop(WS_17, AL, 5120);
/** Al's mail program. */
export const AL_OUTLOOK = child(AL_DESKTOP, OUTLOOK, AL, {
  pid: 6804,
  startMs: at('07:01:33.870'),
});
/** Mia's desktop. */
export const MIA_DESKTOP = desktop(WS_22, MIA, 4876);
/** Mia's browser. */
export const MIA_CHROME = child(MIA_DESKTOP, CHROME, MIA, {
  pid: 9412,
  startMs: at('07:05:02.115'),
});
