// The stack that `local` creates by itself, held against the template: the same variables, queues, table and batches.

import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { Template } from 'aws-cdk-lib/assertions';
import { TABLE } from '../../../src/cli/local/create-resources.ts';
import { filterPolicy, NOTIFY_QUEUE } from '../../../src/cli/local/destinations.ts';
import {
  notifyEnvironment,
  type RunSettings,
  scanEnvironment,
  settleEnvironment,
} from '../../../src/cli/local/environment.ts';
import { toLocalOptions } from '../../../src/cli/local/options.ts';
import * as local from '../../../src/cli/local/resources.ts';
import { secretOf } from './destinations.ts';
import { onlyOf, readable, stateTemplateFor, templateFor } from './template.ts';
import { tempFolder } from './temp-folder.ts';

const RUN: RunSettings = {
  endpoint: 'http://127.0.0.1:1',
  dynamoEndpoint: 'http://127.0.0.1:2',
  scanQueueUrl: 'http://127.0.0.1:1/000000000000/scan',
  joinGraceSeconds: 5,
};

const SLACK = { kind: 'slack', name: 'soc', secretArn: secretOf('soc') } as const;
const NOTIFY = notifyEnvironment(RUN, {
  destination: SLACK,
  queueUrl: RUN.scanQueueUrl,
  failuresUrl: RUN.scanQueueUrl,
  isLoopback: false,
});

/** The SDK's: on AWS it knows where to call. */
const ENDPOINTS = ['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_DYNAMODB'];

const namesOf = (variables: object): readonly string[] =>
  Object.keys(variables)
    .filter((name) => !ENDPOINTS.includes(name))
    .sort();

/** With a destination as `--slack` makes one. */
const deployed = (): Template => templateFor({ destinations: [SLACK] });

type Properties = Readonly<Record<string, unknown>>;
const propertiesOf = (type: string): readonly Properties[] =>
  Object.values(deployed().findResources(type)).map((one) => one['Properties']);

/** Registers the tests; whoever calls it has loaded the CDK already, which takes seconds. */
export function localStack(): void {
  const functions = [
    ['Scan', scanEnvironment(RUN), local.SCAN_TIMEOUT_SECONDS, local.SCAN_MEMORY_MB],
    ['Settle', settleEnvironment(RUN), local.SETTLE_TIMEOUT_SECONDS, local.SETTLE_MEMORY_MB],
    ['Notifysoc', NOTIFY, local.NOTIFY_TIMEOUT_SECONDS, local.NOTIFY_MEMORY_MB],
  ] as const;
  for (const [id, environment, timeout, memory] of functions) {
    it(`gives ${id} the variables, time and memory that the template gives it`, () => {
      const properties = onlyOf(deployed(), 'AWS::Lambda::Function', id);
      assert.deepEqual(namesOf(environment), namesOf(Object(properties['Environment']).Variables));
      assert.deepEqual([timeout, memory], [properties['Timeout'], properties['MemorySize']]);
    });
  }

  it('has the values of the template where they are no names of resources', () => {
    const properties = onlyOf(deployed(), 'AWS::Lambda::Function', 'Scan');
    const { Variables } = Object(properties['Environment']);
    const same = ['TENANT', 'HOURLY_BUDGET'].map((name) => `SIGMA_LAMBDA_${name}`);
    const environment = scanEnvironment(RUN);
    for (const name of same) assert.equal(environment[name], Variables[name], name);
    const notify = Object(onlyOf(deployed(), 'AWS::Lambda::Function', 'Notifysoc')['Environment']);
    const destination = readable(notify.Variables.SIGMA_LAMBDA_DESTINATION);
    assert.deepEqual(JSON.parse(NOTIFY['SIGMA_LAMBDA_DESTINATION'] ?? ''), JSON.parse(destination));
  });

  it('has batches, visibility and deliveries of the queues as the template has them', () => {
    const sizes = propertiesOf('AWS::Lambda::EventSourceMapping').map((one) => one['BatchSize']);
    assert.deepEqual(sizes.sort(), [local.SCAN_BATCH_SIZE, local.NOTIFY_BATCH_SIZE].sort());
    const sources = propertiesOf('AWS::SQS::Queue').filter((one) => 'RedrivePolicy' in one);
    const found = sources.map((one) => ({
      visibilitySeconds: one['VisibilityTimeout'],
      maxReceiveCount: Object(one['RedrivePolicy']).maxReceiveCount,
    }));
    const scan = {
      visibilitySeconds: local.VISIBILITY_FACTOR * local.SCAN_TIMEOUT_SECONDS,
      maxReceiveCount: local.SCAN_RECEIVE_COUNT,
    };
    const order = (one: object) => JSON.stringify(one);
    assert.deepEqual(found.map(order).sort(), [scan, NOTIFY_QUEUE].map(order).sort());
  });

  it('tells a destination of what the template tells it', () => {
    const folder = tempFolder({ hook: 'https://hooks.slack.com/services/x' });
    const { destinations } = toLocalOptions({ port: 0, grace: 5, slack: `${folder}/hook` });
    const routes = destinations[0]?.routes ?? [];
    const [subscription] = propertiesOf('AWS::SNS::Subscription');
    const sorted = (policy: object) =>
      Object.entries(policy).map(([name, values]) => [name, [...values].sort()]);
    const expected = Object(subscription?.['FilterPolicy']);
    assert.deepEqual(sorted(filterPolicy(routes)).sort(), sorted(expected).sort());
  });

  it('has the keys and indexes of the template’s table', () => {
    const found = stateTemplateFor().findResources('AWS::DynamoDB::Table');
    const table: Properties = Object.values(found)[0]?.['Properties'];
    const { TableName: _name, ...created }: CreateTableCommandInput = TABLE;
    const same = Object.keys(created).map((name) => [name, table?.[name]]);
    assert.deepEqual(created, Object.fromEntries(same));
  });
}
