// JSON of a finding, or of its evidence → what verifying needs of it, checked: it may come from anywhere.

import {
  type Delivery,
  type Finding,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
} from '../../model/index.ts';
import { EnvironmentError } from '../errors.ts';

/** A finding as somebody states it. */
export interface StatedFinding {
  readonly id: string;
  readonly tenant: string;
  readonly rule: { readonly id: string; readonly title: string };
  /** ISO-8601 UTC; absent where its record had none. */
  readonly time?: string;
  readonly delivery: Delivery;
  readonly matched: readonly unknown[];
  /** True where it needs events beside the one that it shows: joined fields, or the window of a correlation. */
  readonly isOfSeveral: boolean;
  /** Objects that its evidence names beside the delivery's. */
  readonly alsoIn: readonly string[];
}

/** `f1_` and 27 characters of base64url. */
export const FINDING_ID = /^f1_[\w-]{27}$/;

/** Reads a finding as `scan --format ndjson` prints it, a line of a run's findings, or a file of evidence. `where` names it in errors. */
export function statedFinding(text: string, where: string): StatedFinding {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new EnvironmentError(`${where} is no JSON object`);
  // A line of findings.ndjson of a run, and evidence, hold it as a member.
  const inner = value['finding'];
  const finding = isJsonObject(inner) ? inner : value;
  const bad = (what: string) =>
    new EnvironmentError(
      `${where} is no finding: ${what}; expected one as \`scan --format ndjson\` prints it`,
    );
  const { rule, delivery, matched } = finding;
  if (!isJsonObject(rule)) throw bad('it has no rule');
  const id = textOf(finding, 'id');
  if (id === undefined || !FINDING_ID.test(id)) throw bad('its id is not f1_ and 27 characters');
  const ruleId = textOf(rule, 'id');
  const tenant = textOf(finding, 'tenant');
  if (ruleId === undefined || tenant === undefined) throw bad('it has no rule.id or no tenant');
  const time = textOf(finding, 'time');
  const place = deliveryOf(delivery);
  if (place === undefined) throw bad('it has no delivery {object, ordinal, offset}');
  const { joined, correlation } = finding;
  return {
    id,
    tenant,
    rule: { id: ruleId, title: textOf(rule, 'title') ?? ruleId },
    ...(time === undefined ? {} : { time }),
    delivery: place,
    matched: Array.isArray(matched) ? matched : [],
    isOfSeveral: correlation !== undefined || (Array.isArray(joined) && joined.length > 0),
    alsoIn: evidenceObjects(value['records'], place.object),
  };
}

/** The same of one that a store gave. */
export function statedOf(finding: Finding): StatedFinding {
  return statedFinding(JSON.stringify(finding), `the stored finding ${finding.id}`);
}

function textOf(object: JsonObject, name: string): string | undefined {
  const value = object[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function deliveryOf(value: JsonValue | undefined): Delivery | undefined {
  if (!isJsonObject(value)) return undefined;
  const { ordinal, offset } = value;
  const object = textOf(value, 'object');
  if (object === undefined || typeof ordinal !== 'number' || typeof offset !== 'number') {
    return undefined;
  }
  return { object, ordinal, offset };
}

function evidenceObjects(records: JsonValue | undefined, own: string): readonly string[] {
  if (!Array.isArray(records)) return [];
  const names = records.flatMap((record) => {
    const place = isJsonObject(record) ? deliveryOf(record['delivery']) : undefined;
    return place === undefined || place.object === own ? [] : [place.object];
  });
  return [...new Set(names)];
}
