// `npm run -s rules:history`: the rule sets that `npm run synth -- --ruleset HASH` can return to, the newest first.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GitError, gitIn } from './git-objects.ts';
import { readRuleFiles } from './rule-files.ts';
import { rulesHashOf } from './ruleset-digest.ts';
import { historyText } from './ruleset-history-text.ts';
import { readHistory } from './ruleset-history.ts';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

try {
  const history = readHistory(gitIn(ROOT));
  process.stdout.write(historyText(history, rulesHashOf(readRuleFiles(ROOT))));
} catch (error) {
  if (!(error instanceof GitError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
