// OCSF 1.5.0 as far as we write it: attributes, which of them are required, enumerations. Our own table, by
// https://schema.ocsf.io/1.5.0/classes/detection_finding and the objects it names.

/** What an attribute may hold; `object:NAME` names a row of {@link OBJECTS}, `[]` a list of it. */
export type AttributeType =
  | 'string'
  | 'integer'
  | 'timestamp'
  | 'boolean'
  | 'any'
  | 'string[]'
  | `object:${string}`
  | `object[]:${string}`;

/** A class or object. */
export interface ObjectRow {
  readonly attributes: Readonly<Record<string, AttributeType>>;
  readonly required: readonly string[];
  /** Of these one must be there. */
  readonly atLeastOne?: readonly string[];
  /** Allowed numbers, with the caption that the sibling must have; an empty caption = the source's own words. */
  readonly enums?: Readonly<Record<string, Readonly<Record<number, string>>>>;
  /** The attribute that says an enumeration's value in words. */
  readonly siblings?: Readonly<Record<string, string>>;
}

const OTHER = { 99: '' };

/** The class 2004 itself. */
export const DETECTION_FINDING: ObjectRow = {
  attributes: {
    activity_id: 'integer',
    activity_name: 'string',
    category_name: 'string',
    category_uid: 'integer',
    class_name: 'string',
    class_uid: 'integer',
    count: 'integer',
    device: 'object:device',
    end_time: 'timestamp',
    evidences: 'object[]:evidences',
    finding_info: 'object:finding_info',
    is_alert: 'boolean',
    message: 'string',
    metadata: 'object:metadata',
    observables: 'object[]:observable',
    remediation: 'object:remediation',
    severity: 'string',
    severity_id: 'integer',
    start_time: 'timestamp',
    status: 'string',
    status_detail: 'string',
    status_id: 'integer',
    time: 'timestamp',
    type_name: 'string',
    type_uid: 'integer',
    unmapped: 'any',
  },
  required: [
    ...[
      'activity_id',
      'category_uid',
      'class_uid',
      'finding_info',
      'metadata',
      'severity_id',
      'time',
    ],
    'type_uid',
  ],
  enums: {
    activity_id: { 0: 'Unknown', 1: 'Create', 2: 'Update', 3: 'Close', ...OTHER },
    category_uid: { 2: 'Findings' },
    class_uid: { 2004: 'Detection Finding' },
    severity_id: {
      ...{ 0: 'Unknown', 1: 'Informational', 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical' },
      ...{ 6: 'Fatal', ...OTHER },
    },
    status_id: {
      ...{
        0: 'Unknown',
        1: 'New',
        2: 'In Progress',
        3: 'Suppressed',
        4: 'Resolved',
        5: 'Archived',
      },
      ...OTHER,
    },
    type_uid: {
      200401: 'Detection Finding: Create',
      200402: 'Detection Finding: Update',
      200403: 'Detection Finding: Close',
    },
  },
  siblings: {
    activity_id: 'activity_name',
    category_uid: 'category_name',
    class_uid: 'class_name',
    severity_id: 'severity',
    status_id: 'status',
    type_uid: 'type_name',
  },
};

/** The objects in it. */
export const OBJECTS: Readonly<Record<string, ObjectRow>> = {
  metadata: {
    attributes: {
      correlation_uid: 'string',
      log_provider: 'string',
      logged_time: 'timestamp',
      original_time: 'string',
      product: 'object:product',
      tenant_uid: 'string',
      uid: 'string',
      version: 'string',
    },
    required: ['product', 'version'],
  },
  product: {
    attributes: { name: 'string', vendor_name: 'string', version: 'string' },
    required: ['vendor_name', 'name'],
  },
  finding_info: {
    attributes: {
      analytic: 'object:analytic',
      attacks: 'object[]:attack',
      created_time: 'timestamp',
      data_sources: 'string[]',
      desc: 'string',
      first_seen_time: 'timestamp',
      last_seen_time: 'timestamp',
      modified_time: 'timestamp',
      related_events_count: 'integer',
      title: 'string',
      types: 'string[]',
      uid: 'string',
    },
    required: ['uid', 'title'],
  },
  analytic: {
    attributes: {
      category: 'string',
      name: 'string',
      type: 'string',
      type_id: 'integer',
      uid: 'string',
    },
    required: ['type_id'],
    enums: { type_id: { 1: 'Rule' } },
    siblings: { type_id: 'type' },
  },
  attack: {
    attributes: {
      sub_technique: 'object:named',
      tactic: 'object:named',
      technique: 'object:named',
    },
    required: [],
    atLeastOne: ['sub_technique', 'tactic', 'technique'],
  },
  named: {
    attributes: { name: 'string', uid: 'string' },
    required: [],
    atLeastOne: ['name', 'uid'],
  },
  device: {
    attributes: { hostname: 'string', type: 'string', type_id: 'integer', uid: 'string' },
    required: ['type_id'],
    atLeastOne: ['hostname', 'uid'],
    enums: { type_id: { 0: 'Unknown' } },
    siblings: { type_id: 'type' },
  },
  evidences: {
    attributes: {
      actor: 'object:actor',
      connection_info: 'object:network_connection_info',
      data: 'any',
      dst_endpoint: 'object:network_endpoint',
      file: 'object:file',
      name: 'string',
      src_endpoint: 'object:network_endpoint',
    },
    required: [],
    atLeastOne: ['actor', 'connection_info', 'data', 'dst_endpoint', 'file', 'src_endpoint'],
  },
  actor: {
    attributes: { process: 'object:process', user: 'object:user' },
    required: [],
    atLeastOne: ['process', 'user'],
  },
  user: {
    attributes: { name: 'string', uid: 'string' },
    required: [],
    atLeastOne: ['name', 'uid'],
  },
  process: {
    attributes: {
      cmd_line: 'string',
      created_time: 'timestamp',
      file: 'object:file',
      name: 'string',
      pid: 'integer',
      uid: 'string',
    },
    required: [],
    atLeastOne: ['pid', 'uid'],
  },
  file: {
    attributes: {
      hashes: 'object[]:fingerprint',
      internal_name: 'string',
      name: 'string',
      path: 'string',
      signature: 'object:digital_signature',
      type: 'string',
      type_id: 'integer',
    },
    required: ['name', 'type_id'],
    enums: { type_id: { 1: 'Regular File' } },
    siblings: { type_id: 'type' },
  },
  fingerprint: {
    attributes: { algorithm: 'string', algorithm_id: 'integer', value: 'string' },
    required: ['algorithm_id', 'value'],
    enums: { algorithm_id: { 1: 'MD5', 2: 'SHA-1', 3: 'SHA-256', 4: 'SHA-512', ...OTHER } },
    siblings: { algorithm_id: 'algorithm' },
  },
  digital_signature: {
    attributes: {
      algorithm: 'string',
      algorithm_id: 'integer',
      state: 'string',
      state_id: 'integer',
    },
    required: ['algorithm_id'],
    enums: { algorithm_id: { 0: 'Unknown' }, state_id: { 1: 'Valid' } },
    siblings: { algorithm_id: 'algorithm', state_id: 'state' },
  },
  network_endpoint: {
    attributes: { hostname: 'string', ip: 'string', port: 'integer' },
    required: [],
    atLeastOne: ['hostname', 'ip'],
  },
  network_connection_info: {
    attributes: {
      direction: 'string',
      direction_id: 'integer',
      protocol_name: 'string',
      protocol_num: 'integer',
    },
    required: ['direction_id'],
    enums: { direction_id: { 0: 'Unknown', 1: 'Inbound', 2: 'Outbound' } },
    siblings: { direction_id: 'direction' },
  },
  observable: {
    attributes: { name: 'string', type: 'string', type_id: 'integer', value: 'string' },
    required: ['name', 'type_id'],
    enums: {
      type_id: {
        ...{ 1: 'Hostname', 2: 'IP Address', 4: 'User Name', 8: 'Hash', 13: 'Command Line' },
        ...{ 31: 'User uid', 45: 'File Path' },
      },
    },
    siblings: { type_id: 'type' },
  },
  remediation: { attributes: { desc: 'string' }, required: ['desc'] },
};
