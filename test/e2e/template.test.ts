// The provisioner's own parts: what they resolve, and that what they do not know is refused.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ACCOUNT_ID } from '../../src/local/index.ts';
import { accessOf } from './support/access.ts';
import { TemplateError } from './support/fields.ts';
import { deployable } from './support/physical.ts';
import { parseTemplate } from './support/template.ts';

const QUEUE = { Type: 'AWS::SQS::Queue', Properties: {} };

/** An assembly of one stack. */
function assemblyOf(json: object) {
  return { templates: [parseTemplate(json, 'Stack')] };
}

function outputOf(value: unknown): string | undefined {
  const json = { Resources: { Queue: QUEUE }, Outputs: { Out: { Value: value } } };
  return deployable(assemblyOf(json), (name) => `url:${name}`).outputs['Out'];
}

describe('the resolution of a template', () => {
  const cases: readonly (readonly [unknown, string])[] = [
    [{ Ref: 'Queue' }, 'url:Stack-Queue'],
    [{ 'Fn::GetAtt': ['Queue', 'Arn'] }, `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:Stack-Queue`],
    [{ 'Fn::GetAtt': 'Queue.Arn' }, `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:Stack-Queue`],
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-us-east-1'],
    [
      { 'Fn::Sub': `\${AWS::AccountId} \${Queue} \${!Queue}` },
      `${ACCOUNT_ID} url:Stack-Queue \${Queue}`,
    ],
    [
      { 'Fn::Sub': [`\${Own} \${Queue.Arn}`, { Own: { Ref: 'AWS::Partition' } }] },
      `aws arn:aws:sqs:us-east-1:${ACCOUNT_ID}:Stack-Queue`,
    ],
  ];
  for (const [value, expected] of cases) {
    it(`gives ${expected} for ${JSON.stringify(value)}`, () => {
      assert.equal(outputOf(value), expected);
    });
  }

  const unknown: readonly (readonly [string, object])[] = [
    ['a resource type', { Resources: { Stream: { Type: 'AWS::Kinesis::Stream' } } }],
    ['a property', { Resources: { Queue: { ...QUEUE, Properties: { FifoQueue: true } } } }],
    [
      'an attribute of a resource',
      { Resources: { Queue: { ...QUEUE, Condition: 'IsProduction' } } },
    ],
    ['a section', { Resources: {}, Conditions: {} }],
    ['a function', { Outputs: { Out: { Value: { 'Fn::If': ['a', 'b', 'c'] } } } }],
    ['a reference', { Outputs: { Out: { Value: { Ref: 'Nothing' } } } }],
    [
      'an attribute',
      {
        Resources: { Queue: QUEUE },
        Outputs: { Out: { Value: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } },
      },
    ],
  ];
  for (const [what, json] of unknown) {
    it(`refuses ${what} it does not know`, () => {
      const act = () => deployable(assemblyOf(json), (name) => name);
      assert.throws(act, TemplateError);
    });
  }
});

describe('a later stack', () => {
  const first = {
    Resources: { Queue: QUEUE },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': 'Queue.Arn' } } },
  };
  const reading = (fields: object) => ({
    Resources: {},
    Outputs: { Out: { Value: { 'Fn::GetStackOutput': { StackName: 'First', ...fields } } } },
  });
  const outOf = (fields: object, ...order: readonly string[]) => {
    const templates = {
      First: parseTemplate(first, 'First'),
      Second: parseTemplate(reading(fields), 'Second'),
    };
    const named = order.map((name) => (name === 'First' ? templates.First : templates.Second));
    return deployable({ templates: named }, (name) => name).outputs['Out'];
  };

  it('reads an output of an earlier one', () => {
    const fields = { OutputName: 'Arn', Region: { Ref: 'AWS::Region' } };
    assert.equal(
      outOf(fields, 'First', 'Second'),
      `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:First-Queue`,
    );
  });

  it('reads none that is not there by then, nor one of another region', () => {
    assert.throws(() => outOf({ OutputName: 'Arn' }, 'Second', 'First'), TemplateError);
    assert.throws(() => outOf({ OutputName: 'Other' }, 'First', 'Second'), TemplateError);
    const elsewhere = { OutputName: 'Arn', Region: 'eu-west-1' };
    assert.throws(() => outOf(elsewhere, 'First', 'Second'), TemplateError);
  });
});

describe('the names of a deployment', () => {
  it('are the template’s where it gives them', () => {
    const properties = { FunctionName: 'sigma-lambda-notify-soc' };
    const named = { Type: 'AWS::Lambda::Function', Properties: properties };
    const json = { Resources: { Named: named, Queue: QUEUE } };
    const stack = deployable(assemblyOf(json), (name) => name);
    assert.equal(stack.ofType('AWS::Lambda::Function')[0]?.name, 'sigma-lambda-notify-soc');
    assert.match(stack.arnOf('Named'), /:function:sigma-lambda-notify-soc$/);
  });
});

describe('the policies of a stack', () => {
  it('let a topic send to a queue only where the statement is for that topic', () => {
    const [queue, topic] = ['sqs', 'sns'].map(
      (service) => `arn:aws:${service}:us-east-1:${ACCOUNT_ID}:x`,
    );
    assert.ok(queue !== undefined && topic !== undefined);
    const Statement = {
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queue,
      Condition: { ArnEquals: { 'aws:SourceArn': topic } },
    };
    const Properties = { PolicyDocument: { Statement }, Queues: [{ Ref: 'Queue' }] };
    const json = {
      Resources: { Queue: QUEUE, Policy: { Type: 'AWS::SQS::QueuePolicy', Properties } },
    };
    const access = accessOf(deployable(assemblyOf(json), (name) => name));
    assert.equal(access.canDeliver(topic, queue), true);
    assert.equal(access.canDeliver(`${topic}2`, queue), false);
  });

  it('let S3 notify a queue only for the bucket and account of the statement', () => {
    const resource = `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:Stack-Queue`;
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 's3.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
      Condition: {
        ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::logs' },
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
      },
    };
    const policy = {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: { PolicyDocument: { Statement: statement }, Queues: [{ Ref: 'Queue' }] },
    };
    const json = { Resources: { Queue: QUEUE, Policy: policy } };
    const access = accessOf(deployable(assemblyOf(json), (name) => name));
    assert.equal(access.canNotify('logs', 'sqs:SendMessage', resource), true);
    assert.equal(access.canNotify('logs2', 'sqs:SendMessage', resource), false);
    assert.equal(access.canNotify('logs', 'sqs:DeleteMessage', resource), false);
  });
});
