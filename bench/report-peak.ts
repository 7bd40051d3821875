// Loaded before a program (`node --import`): on exit writes the process's peak memory to descriptor 3, in KiB.

import { writeSync } from 'node:fs';
import { peakKib } from './peak.ts';

const REPORT_DESCRIPTOR = 3;

process.on('exit', () => writeSync(REPORT_DESCRIPTOR, String(peakKib())));
