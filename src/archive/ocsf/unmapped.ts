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
  const { signature, signatureStatus, parent } = process;
  return known({
    day: finding.day,
    hostKey: finding.hostKey,
    entityKey: finding.entityKey,
    isCountExact: finding.isCountExact,
    distinctDestinations: finding.distinctDestinations,
    destinations: asJson(finding.destinations),
    process: known({
      ...notMapped(finding),
      signature,
      signatureStatus,
      parent: asJson(parent),
    }),
    network: known({ sourcePort: network.sourcePort, destinationPort: network.destinationPort }),
    correlation: asJson(correlation),
    unknown: list(finding.unknown),
    joined: list(finding.joined ?? []),
    awaited: list(finding.awaited ?? []),
    delivery: asJson(finding.delivery),
    matchedLeftOut: finding.matchedLeftOut,
    tags: list(finding.rule.tags),
    references: list(rule?.references ?? []),
    falsepositives: list(rule?.falsepositives ?? []),
    guide: asJson(rule?.guide),
  });
}

/** OCSF takes a process only where something identifies it, and a file's hashes and own name only where it has a path. */
function notMapped(finding: Finding) {
  const { commandLine, startTime, hashes, originalFileName } = finding.process;
  const isMapped = processOf(finding) !== undefined;
  const hasFile = fileOf(finding) !== undefined;
  return {
    commandLine: isMapped ? undefined : commandLine,
    startTime: isMapped ? undefined : startTime,
    hashes: hasFile ? undefined : asJson(hashes),
    originalFileName: hasFile ? undefined : originalFileName,
  };
}
