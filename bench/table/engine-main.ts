// A process of its own for the engine → its section, as JSON on standard output.

import { engineSection } from '../engine.ts';

process.stdout.write(JSON.stringify(engineSection()));
