// A revision of a finding → an OCSF Detection Finding (class 2004), without secrets.

import type { Finding, JsonObject, Level } from '../../model/index.ts';
import { redactFinding } from '../../redact/index.ts';
import type { FindingRevision, RevisionKind, RuleDetails } from '../revision.ts';
import { attacksOf } from './attacks.ts';
import { evidencesOf } from './evidences.ts';
import { known, list, text, timestamp } from './known.ts';
import { observablesOf } from './observables.ts';
import { unmappedOf } from './unmapped.ts';

/**
 * The version whose required attributes and enumerations are kept.
 * @see https://schema.ocsf.io/1.5.0/classes/detection_finding
 */
export const OCSF_VERSION = '1.5.0';

const CATEGORY = { category_uid: 2, category_name: 'Findings' } as const;
const CLASS = { class_uid: 2004, class_name: 'Detection Finding' } as const;

const SEVERITIES: Readonly<Record<Level, readonly [id: number, caption: string]>> = {
  informational: [1, 'Informational'],
  low: [2, 'Low'],
  medium: [3, 'Medium'],
  high: [4, 'High'],
  critical: [5, 'Critical'],
};

/** What a revision is in OCSF's life of a finding. */
interface Lifecycle {
  readonly activity: readonly [id: number, caption: string];
  readonly status: readonly [id: number, caption: string];
  readonly isAlert: boolean;
}

const CREATE = [1, 'Create'] as const;
const UPDATE = [2, 'Update'] as const;
const CLOSE = [3, 'Close'] as const;
const NEW = [1, 'New'] as const;

/** Nobody has reviewed a finding that an event undid: it is neither suppressed nor resolved. */
const LIFECYCLES: Readonly<Record<RevisionKind, Lifecycle>> = {
  opened: { activity: CREATE, status: NEW, isAlert: true },
  updated: { activity: UPDATE, status: NEW, isAlert: true },
  confirmed: { activity: UPDATE, status: NEW, isAlert: true },
  withdrawn: { activity: CLOSE, status: [99, 'Withdrawn'], isAlert: false },
  closed: { activity: CLOSE, status: [4, 'Resolved'], isAlert: false },
};

/** What a finding does not know of itself. */
export interface OcsfContext {
  /** Version of sigma-lambda. */
  readonly productVersion: string;
  readonly rule?: RuleDetails | undefined;
}

/** The event. The same revision and context give the same members in the same order. docs/ocsf.md has the table. */
export function toDetectionFinding(revision: FindingRevision, context: OcsfContext): JsonObject {
  const finding = redactFinding(revision.finding);
  const { activity, status, isAlert } = LIFECYCLES[revision.kind];
  const [severityId, severity] = SEVERITIES[finding.rule.level];
  const mapped: JsonObject = {
    ...CATEGORY,
    ...CLASS,
    activity_id: activity[0],
    activity_name: activity[1],
    type_uid: CLASS.class_uid * 100 + activity[0],
    type_name: `${CLASS.class_name}: ${activity[1]}`,
    severity_id: severityId,
    severity,
    status_id: status[0],
    status: status[1],
    status_detail: revision.kind,
    is_alert: isAlert,
    time: revision.timeMs,
    message: `${finding.rule.title} on ${text(finding.host) ?? finding.hostKey}`,
    count: finding.count,
    metadata: metadataOf(finding, revision, context),
    finding_info: findingInfo(finding, revision, context),
    evidences: evidencesOf(finding),
    ...known({
      start_time: timestamp(finding.firstTime),
      end_time: timestamp(finding.lastTime),
      device: deviceOf(finding),
      remediation: remediationOf(context.rule),
      unmapped: unmappedOf(finding, context.rule),
    }),
  };
  return { ...mapped, ...known({ observables: list(observablesOf(mapped)) }) };
}

function metadataOf(
  finding: Finding,
  { number, timeMs }: FindingRevision,
  { productVersion }: OcsfContext,
): JsonObject {
  return {
    version: OCSF_VERSION,
    product: { name: 'sigma-lambda', vendor_name: 'sigma-lambda', version: productVersion },
    uid: `${finding.id}.r${number}`,
    correlation_uid: finding.id,
    tenant_uid: finding.tenant,
    log_provider: finding.source,
    logged_time: timeMs,
    ...known({ original_time: finding.time }),
  };
}

function findingInfo(
  finding: Finding,
  { createdMs, timeMs }: FindingRevision,
  { rule }: OcsfContext,
): JsonObject {
  const { id, title, tags } = finding.rule;
  return {
    uid: finding.id,
    title,
    created_time: createdMs,
    modified_time: timeMs,
    analytic: { type_id: 1, type: 'Rule', uid: id, name: title, category: 'Sigma' },
    data_sources: [finding.source],
    types: [finding.correlation === undefined ? 'Sigma rule' : 'Sigma correlation'],
    related_events_count: finding.count,
    ...known({
      desc: text(rule?.description),
      first_seen_time: timestamp(finding.firstTime),
      last_seen_time: timestamp(finding.lastTime),
      attacks: list(attacksOf(tags)),
    }),
  };
}

/** The host, which OCSF takes only with a name or an id. `-` is how a finding says that there is none. */
function deviceOf({ host, hostKey }: Finding): JsonObject | undefined {
  const uid = hostKey === '-' ? undefined : text(hostKey);
  const named = known({ uid, hostname: text(host) });
  return named === undefined ? undefined : { type_id: 0, type: 'Unknown', ...named };
}

function remediationOf(rule: RuleDetails | undefined): JsonObject | undefined {
  const steps = [...(rule?.guide?.respond ?? []), ...(rule?.guide?.harden ?? [])];
  return steps.length === 0 ? undefined : { desc: steps.join('\n') };
}
