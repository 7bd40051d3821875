// What a finding says and OCSF has no place for → its `unmapped`, so that nothing is lost.

import type { Finding, JsonObject } from '../../model/index.ts';
import type { RuleDetails } from '../revision.ts';
import { asJson, known, list } from './known.ts';
import { fileOf, processOf } from './process.ts';

/** Under the finding's own names. */
export function unmappedOf(
  finding: Finding,
  rule: RuleDetails | undefined,
): JsonObject | undefined {
  const { process, network, correlation } = finding;
  const { originalFileName, signature, signatureStatus, parent } = process;
  return known({
    day: finding.day,
    hostKey: finding.hostKey,
    entityKey: finding.entityKey,
    isCountExact: finding.isCountExact,
    distinctDestinations: finding.distinctDestinations,
    destinations: asJson(finding.destinations),
    process: known({
      ...notMapped(finding),
      originalFileName,
      signature,
      signatureStatus,
      parent: asJson(parent),
    }),
    network: known({ sourcePort: network.sourcePort, destinationPort: network.destinationPort }),
    correlation: asJson(correlation),
    unknown: list(finding.unknown),
    joined: list(finding.joined ?? []),
    delivery: asJson(finding.delivery),
    matchedLeftOut: finding.matchedLeftOut,
    tags: list(finding.rule.tags),
    references: list(rule?.references ?? []),
    falsepositives: list(rule?.falsepositives ?? []),
    guide: asJson(rule?.guide),
  });
}

/** OCSF takes a process only where something identifies it, and hashes only of a file that has a name. */
function notMapped(finding: Finding) {
  const { commandLine, startTime, hashes } = finding.process;
  const isMapped = processOf(finding) !== undefined;
  return {
    commandLine: isMapped ? undefined : commandLine,
    startTime: isMapped ? undefined : startTime,
    hashes: fileOf(finding) === undefined ? asJson(hashes) : undefined,
  };
}
