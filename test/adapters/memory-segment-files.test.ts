// Files of segments in memory keep the promises of the port.

import { createMemorySegmentFiles } from '../../src/adapters/local/index.ts';
import { describeSegmentFiles } from '../contracts/segment-files.ts';
import { createSetClock } from '../support/set-clock.ts';

describeSegmentFiles('memory', async () => createMemorySegmentFiles(createSetClock()));
