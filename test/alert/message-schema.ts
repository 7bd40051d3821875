// The published schema of messages, as a test holds them to it: members that it does not describe are a fault here.

import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { OnCallMessage } from '../../src/alert/index.ts';

const FILE = new URL('../../docs/schema/alert-message.schema.json', import.meta.url);

/** True for a body that the schema describes to its last member; `errors` says what is wrong. */
export const isDescribed = new Ajv2020({
  strict: true,
  allowUnionTypes: true,
}).compile<OnCallMessage>(closed(JSON.parse(readFileSync(FILE, 'utf8'))));

/** The schema with every object that lists its members closed to others. */
function closed(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) => {
    const isOpen =
      typeof value === 'object' && value !== null && Object.hasOwn(value, 'properties');
    return isOpen ? { ...value, additionalProperties: false } : value;
  });
}
