// The command line's entry: arguments of the process → its exit code. Everything printed is flushed before it ends.

import { processOutput } from './output.ts';
import { runProgram } from './program.ts';

process.exitCode = await runProgram(process.argv.slice(2), processOutput());
