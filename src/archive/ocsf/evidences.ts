// A finding → OCSF's evidences: first what triggered it, then the other destinations.

import type { Finding, JsonObject } from '../../model/index.ts';
import { asJson, known } from './known.ts';
import { connectionOf, endpointOf } from './network.ts';
import { fileOf, processOf, userOf } from './process.ts';

/** Never empty, and none of them without an artifact. */
export function evidencesOf(finding: Finding): readonly JsonObject[] {
  return [triggerOf(finding), ...destinationsOf(finding)];
}

function triggerOf(finding: Finding): JsonObject {
  const process = processOf(finding);
  const actor = known({ process, user: userOf(finding) });
  const trigger = known({
    name: 'trigger',
    actor,
    // Without a process the file is all there is to say of the program.
    file: process === undefined ? fileOf(finding) : undefined,
    ...connectionOf(finding),
    data: { matched: asJson(finding.matched) ?? [] },
  });
  return trigger ?? {};
}

function destinationsOf({ destinations, network }: Finding): readonly JsonObject[] {
  return destinations.flatMap(({ ip, port, host }) => {
    const isTrigger = ip === network.destinationIp && port === network.destinationPort;
    const endpoint = isTrigger ? undefined : endpointOf(ip, port, host);
    return endpoint === undefined ? [] : [{ name: 'destination', dst_endpoint: endpoint }];
  });
}
