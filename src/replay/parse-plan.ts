// The text of `plan.json` → a plan, checked member by member: it decides what is read and what that may cost.

import { isJsonObject, type JsonObject, type JsonValue, parseJson } from '../model/index.ts';
import { PlanError } from './errors.ts';
import {
  type CostLine,
  PLAN_FORMAT,
  type PlanEstimate,
  type PlanPlace,
  type ReplayPlan,
  type Volume,
} from './plan.ts';

const ID = /^p1_[A-Za-z0-9_-]{27}$/;
const SHA256 = /^[0-9a-f]{64}$/;

/** Reads it. Throws PlanError. @param file how it is named in errors */
export function parsePlan(text: string, file: string): ReplayPlan {
  const value = parseJson(text);
  if (!isJsonObject(value)) throw new PlanError(`${file} is no JSON object`);
  const read = new Members(value, file);
  const format = read.text('format');
  if (format !== PLAN_FORMAT) {
    throw new PlanError(
      `${file} has the format ${JSON.stringify(format)}, expected ${PLAN_FORMAT}: plan again with this version`,
    );
  }
  return {
    format,
    id: read.matching('id', ID),
    created: read.text('created'),
    place: placeOf(read.object('place')),
    ...read.optional('sinceMs'),
    ...read.optional('untilMs'),
    tenant: read.text('tenant'),
    ...(value['source'] === undefined ? {} : { source: read.text('source') }),
    ...volumeOf(read),
    byStorageClass: volumesOf(read.object('byStorageClass')),
    needsRestore: volumeOf(read.object('needsRestore')),
    manifestSha256: read.matching('manifestSha256', SHA256),
    estimate: estimateOf(read.object('estimate')),
  };
}

function placeOf(read: Members): PlanPlace {
  const kind = read.text('kind');
  switch (kind) {
    case 's3':
    case 'gaps':
      return { kind, bucket: read.text('bucket'), prefix: read.text('prefix') };
    case 'inventory':
      return {
        kind,
        manifest: read.text('manifest'),
        bucket: read.text('bucket'),
        prefix: read.text('prefix'),
      };
    case 'folder':
      return { kind, path: read.text('path') };
    default:
      throw read.bad('kind', 's3, inventory, gaps or folder');
  }
}

function estimateOf(read: Members): PlanEstimate {
  return {
    sampled: read.count('sampled'),
    ...read.optional('records'),
    ...read.optional('rawBytes'),
    passes: read.amount('passes'),
    lines: read.objects('lines').map(costLineOf),
    lowUsd: read.amount('lowUsd'),
    highUsd: read.amount('highUsd'),
  };
}

function costLineOf(read: Members): CostLine {
  return {
    what: read.text('what'),
    quantity: read.amount('quantity'),
    unit: read.text('unit'),
    usdPerUnit: read.amount('usdPerUnit'),
    lowUsd: read.amount('lowUsd'),
    highUsd: read.amount('highUsd'),
  };
}

function volumeOf(read: Members): Volume {
  return { objects: read.count('objects'), bytes: read.count('bytes') };
}

function volumesOf(read: Members): Readonly<Record<string, Volume>> {
  return Object.fromEntries(read.names().map((name) => [name, volumeOf(read.object(name))]));
}

/** A class because each check names the file and the path of what it read. */
class Members {
  readonly #object: JsonObject;
  readonly #place: string;

  constructor(object: JsonObject, place: string) {
    this.#object = object;
    this.#place = place;
  }

  bad(name: string, expected: string): PlanError {
    const found = JSON.stringify(this.#get(name)) ?? 'nothing';
    return new PlanError(`${this.#place}: ${name} is ${found.slice(0, 100)}, expected ${expected}`);
  }

  names(): readonly string[] {
    return Object.keys(this.#object);
  }

  text(name: string): string {
    const value = this.#get(name);
    if (typeof value === 'string') return value;
    throw this.bad(name, 'a text');
  }

  matching(name: string, form: RegExp): string {
    const text = this.text(name);
    if (form.test(text)) return text;
    throw this.bad(name, String(form));
  }

  amount(name: string): number {
    const value = this.#get(name);
    if (typeof value === 'number' && value >= 0) return value;
    throw this.bad(name, 'a number that is not negative');
  }

  count(name: string): number {
    const value = this.amount(name);
    if (Number.isSafeInteger(value)) return value;
    throw this.bad(name, 'a whole number');
  }

  /** The member under its name where it is there. */
  optional<Name extends string>(name: Name): { readonly [K in Name]?: number } {
    const found: { [K in Name]?: number } = {};
    if (this.#get(name) !== undefined) Object.assign(found, { [name]: this.amount(name) });
    return found;
  }

  object(name: string): Members {
    const value = this.#get(name);
    if (isJsonObject(value)) return new Members(value, `${this.#place}: ${name}`);
    throw this.bad(name, 'an object');
  }

  objects(name: string): readonly Members[] {
    const value = this.#get(name);
    if (!Array.isArray(value)) throw this.bad(name, 'a list');
    return value.map((member: JsonValue, index) => {
      if (isJsonObject(member)) return new Members(member, `${this.#place}: ${name}[${index}]`);
      throw this.bad(name, 'a list of objects');
    });
  }

  #get(name: string): JsonValue | undefined {
    return Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
  }
}
