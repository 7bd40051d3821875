// `verify FINDING`: a finding → its record again, judged by the rules of today: proved or disproved. Nothing is written.

import type { Command } from 'commander';
import { createRegistry } from '../../source/index.ts';
import type { CommandHost } from '../command-host.ts';
import { EXIT_FAILED, EXIT_INCOMPLETE, EXIT_OK } from '../exit-code.ts';
import {
  type Format,
  parseFormat,
  parseRegion,
  parseTenant,
  repeatable,
} from '../parse-options.ts';
import { loadPlaceholders, placeholdersOption } from '../placeholder-file.ts';
import { loadRuleContext, SHIPPED_RULES } from '../rule-context.ts';
import { safeJson } from '../safe-text.ts';
import { type FindingPlaces, findStated } from '../verify/find-stated.ts';
import { findContext, findVersions } from '../verify/find-versions.ts';
import { ruleOf } from '../verify/rule-of.ts';
import { verifiedData, verifiedText } from '../verify/verified-text.ts';
import { type Verdict, verifyFinding } from '../verify/verify-finding.ts';

interface VerifyFlags extends Omit<FindingPlaces, 'nowMs'> {
  readonly object?: string;
  readonly context: readonly string[];
  readonly rules: readonly string[];
  readonly placeholders?: string;
  readonly mapSecurityEvents?: boolean;
  readonly format: Format;
}

const HELP = `
Examples:
  verify f1_… --stack sigma-lambda                    a finding of a deployment
  verify f1_… --findings findings.ndjson              of scan --format ndjson, or of a replay
  verify - --context s3://edr-logs/2026/11/ < evidence.json

Reads the versions of the object that the finding names, newest first, until one holds its record, and judges that by the rules of
today. In memory only: nothing is written, nobody is told. A finding of several events needs the objects of the others: --context.
Exit: 0 proved; 1 disproved; 2 it cannot be told: the object changed, is gone, or could not be read; 64 usage.`;

const CODES: Readonly<Record<Verdict, number>> = {
  proved: EXIT_OK,
  disproved: EXIT_FAILED,
  changed: EXIT_INCOMPLETE,
  gone: EXIT_INCOMPLETE,
  undecided: EXIT_INCOMPLETE,
};

/** Adds the command to the program. */
export function addVerifyCommand(program: Command, host: CommandHost): void {
  program
    .command('verify')
    .description('prove or disprove a finding from the object it names')
    .argument('<finding>', 'id of a finding, or - for its JSON or its evidence by standard input')
    .option('--findings <file>', 'where it is kept: a file of findings, one a line')
    .option('--state-table <name>', 'where it is kept: the state table of a deployment')
    .option('--stack <name>', 'where it is kept: the deployment of this stack')
    .option('--tenant <name>', 'whose logs these are, in the table', parseTenant, 'default')
    .option('--object <place>', 'where the object is by now, in place of what the finding says')
    .addOption(
      repeatable('--context <place>', 'path or s3://bucket/prefix of the other events', 'none'),
    )
    .addOption(repeatable('--rules <dir>', 'rules to use (repeatable)', 'the shipped ones'))
    .addOption(placeholdersOption())
    .option('--map-security-events', 'treat Security 5156 and 4688 as connections and starts')
    .option('--region <region>', 'by default that of the environment', parseRegion)
    .option('--endpoint <url>', 'ask another server than AWS, for example that of `local`')
    .option('--format <format>', 'table, ndjson or json', parseFormat, 'table')
    .addHelpText('after', HELP)
    .action(async (finding: string, flags: VerifyFlags) => {
      host.exit(await verify(finding, flags, host));
    });
}

async function verify(wanted: string, flags: VerifyFlags, host: CommandHost): Promise<number> {
  const { output, nowMs } = host;
  const finding = await findStated(wanted, { ...flags, nowMs });
  const placeholders = loadPlaceholders(flags.placeholders);
  const folders = flags.rules.length === 0 ? [SHIPPED_RULES] : flags.rules;
  const rules = ruleOf(finding.rule.id, loadRuleContext(folders, { placeholders }), output);
  const name = flags.object ?? finding.delivery.object;
  const verified = await verifyFinding({
    finding,
    context: await findContext([...flags.context, ...finding.alsoIn], name, flags),
    rules,
    registry: createRegistry({ mapSecurityEvents: flags.mapSecurityEvents === true }),
    found: await findVersions(name, flags),
    nowMs,
  });
  await output.print(
    flags.format === 'table'
      ? verifiedText(finding, verified, output.textColumns)
      : `${safeJson(verifiedData(finding, verified))}\n`,
  );
  return CODES[verified.verdict];
}
