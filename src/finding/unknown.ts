// What a finding shows → the dotted names of what no log supplied, so that nobody takes silence for an answer.

import type { Finding } from '../model/index.ts';

/** The part of a finding that is read from its evidence. */
export type KnownEvidence = Pick<
  Finding,
  'time' | 'host' | 'user' | 'userSid' | 'process' | 'network'
>;

const NETWORK_CATEGORY = 'network_connection';

/**
 * Names in the order of the finding's members. Network names only where the event is a connection. A signature
 * status of Unavailable counts as unknown though it is shown; an unsigned program has no signer to be unknown.
 */
export function unknownNames(
  evidence: KnownEvidence,
  category: string | undefined,
): readonly string[] {
  const { process, network } = evidence;
  const isUnavailable = process.signatureStatus?.toLowerCase() === 'unavailable';
  const isUnsigned = process.signatureStatus?.toLowerCase() === 'unsigned';
  const values: readonly (readonly [string, unknown])[] = [
    ['time', evidence.time],
    ['host', evidence.host],
    ['user', evidence.user],
    ['userSid', evidence.userSid],
    ['process.image', process.image],
    ['process.commandLine', process.commandLine],
    ['process.entityId', process.entityId],
    ['process.pid', process.pid],
    ['process.startTime', process.startTime],
    ['process.hashes', process.hashes],
    ['process.originalFileName', process.originalFileName],
    ['process.signature', isUnsigned || (isUnavailable ? undefined : process.signature)],
    ['process.signatureStatus', isUnavailable ? undefined : process.signatureStatus],
    ['process.parent.image', process.parent?.image],
    ['process.parent.commandLine', process.parent?.commandLine],
    ...(category === NETWORK_CATEGORY ? networkValues(network) : []),
  ];
  return values.filter(([, value]) => value === undefined).map(([name]) => name);
}

function networkValues(network: Finding['network']): readonly (readonly [string, unknown])[] {
  return [
    ['network.sourceIp', network.sourceIp],
    ['network.sourcePort', network.sourcePort],
    ['network.destinationIp', network.destinationIp],
    ['network.destinationPort', network.destinationPort],
    ['network.destinationHostname', network.destinationHostname],
    ['network.protocol', network.protocol],
    ['network.initiated', network.initiated],
  ];
}
