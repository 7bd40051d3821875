// The folder keeps a quarantine's promises.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createQuarantineFolder } from '../../src/adapters/local/index.ts';
import { describeQuarantineFiles } from '../contracts/quarantine-files.ts';
import { makeFolder } from './folder.ts';

describeQuarantineFiles('a folder', async (t) => {
  const folder = join(makeFolder(t), 'made', 'new');
  createQuarantineFolder(folder);
  return {
    quarantine: () => createQuarantineFolder(folder),
    holds: async () =>
      Object.fromEntries(
        readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
      ),
  };
});
