// Findings → members of a digest → the digest: exact counts by rule. Memory grows with rules and hosts, not with findings.

import {
  type AlertDigest,
  type AlertRoute,
  compareText,
  type DigestKey,
  type DigestMember,
  type DigestRule,
  type Finding,
  MAX_DIGEST_HOSTS,
} from '../model/index.ts';
import { redactText } from '../redact/index.ts';
import { compareLevels, highest, strongest } from './routes.ts';

/** How long hours and days are. */
export const DIGEST_MS = { hour: 3_600_000, day: 86_400_000 } as const;

/** The finding as digests keep it: without secrets, but for what identifies the host. */
export function toDigestMember(finding: Finding, route: AlertRoute): DigestMember {
  const { hostKey, host } = finding;
  const { id, title, level } = finding.rule;
  return {
    findingId: finding.id,
    rule: { id, title, level },
    route,
    hostKey,
    ...(host !== undefined && { host: redactText(host) }),
  };
}

interface OpenRule {
  readonly rule: DigestMember['rule'];
  findings: number;
  readonly hosts: Map<string, string>;
}

/** A digest while members still arrive, each once and in any order. */
export class DigestFold {
  readonly #rules = new Map<string, OpenRule>();
  readonly #routes = new Set<AlertRoute>();
  #findings = 0;

  add({ rule, route, hostKey, host }: DigestMember): void {
    this.#findings++;
    this.#routes.add(route);
    const open = this.#rules.get(rule.id) ?? { rule, findings: 0, hosts: new Map() };
    this.#rules.set(rule.id, open);
    open.findings++;
    const name = host ?? hostKey;
    const known = open.hosts.get(hostKey);
    if (known === undefined || name < known) open.hosts.set(hostKey, name);
  }

  /** Members so far. */
  get findings(): number {
    return this.#findings;
  }

  /** The digest, without secrets; undefined without members. */
  toDigest(key: DigestKey, id: string, revision: number): AlertDigest | undefined {
    if (this.#findings === 0) return undefined;
    const rules = [...this.#rules.values()].map(toRule).sort(compareRules);
    return {
      id,
      revision,
      tenant: key.tenant,
      kind: key.kind,
      fromTime: new Date(key.fromMs).toISOString(),
      toTime: new Date(key.fromMs + DIGEST_MS[key.kind]).toISOString(),
      level: highest(rules.map(({ level }) => level)),
      route: strongest([...this.#routes]),
      findings: this.#findings,
      rules,
    };
  }
}

function toRule({ rule, findings, hosts }: OpenRule): DigestRule {
  const names = [...hosts.values()].sort(compareText).slice(0, MAX_DIGEST_HOSTS);
  return {
    id: rule.id,
    title: redactText(rule.title),
    level: rule.level,
    findings,
    hosts: hosts.size,
    hostNames: names.map(redactText),
  };
}

function compareRules(a: DigestRule, b: DigestRule): number {
  return (
    compareLevels(a.level, b.level) || compareText(a.title, b.title) || compareText(a.id, b.id)
  );
}
