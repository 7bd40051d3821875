// What must outlive everything: its logical ids are written out, for another id is another resource, and the old one is left behind.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { appWith, stateTemplateFor, templateFor } from './support/template.ts';

/** Never to be changed; to be added to. */
const KEPT: Readonly<Record<string, string>> = {
  AlertsQTopicBA55BFD4: 'AWS::SNS::Topic',
  AlertsQTopicPolicyE47C30AF: 'AWS::SNS::TopicPolicy',
  AlertsTextTopicB6F7AC51: 'AWS::SNS::Topic',
  AlertsTextTopicPolicyBA4A99A0: 'AWS::SNS::TopicPolicy',
  AlertsTopicCF7C81C9: 'AWS::SNS::Topic',
  AlertsTopicPolicyFF1F97BA: 'AWS::SNS::TopicPolicy',
  CanariesBucketFE6F5F1A: 'AWS::S3::Bucket',
  CanariesBucketPolicy07918D64: 'AWS::S3::BucketPolicy',
  DataKey5F086070: 'AWS::KMS::Key',
  KeepingArchiveBucket82FEC37A: 'AWS::S3::Bucket',
  KeepingArchiveBucketPolicy14ECA49C: 'AWS::S3::BucketPolicy',
  KeepingEvidenceBucket78913F76: 'AWS::S3::Bucket',
  KeepingEvidenceBucketPolicy4A4DCB20: 'AWS::S3::BucketPolicy',
  LogsBucket5C52C3D2: 'AWS::S3::Bucket',
  LogsBucketPolicyE3811129: 'AWS::S3::BucketPolicy',
  OperationsTopic6D6844EA: 'AWS::SNS::Topic',
  OperationsTopicPolicyDE7B1F02: 'AWS::SNS::TopicPolicy',
  SegmentsBucket5FE01FB6: 'AWS::S3::Bucket',
  SegmentsBucketPolicyEFFCDA25: 'AWS::S3::BucketPolicy',
  StateTable962DE04C: 'AWS::DynamoDB::Table',
};

/** What holds data, or is subscribed to. */
const LASTING = /^AWS::(?:DynamoDB::Table|S3::Bucket|SNS::Topic|KMS::Key)$/;

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
const resourcesOf = (template: { toJSON(): Record<string, unknown> }): Resources =>
  Object(template.toJSON()['Resources']);

describe('the stack of what is kept', () => {
  const template = stateTemplateFor();

  it('has the logical ids that it always had', () => {
    const found = Object.entries(resourcesOf(template)).map(([id, { Type }]) => [id, Type]);
    assert.deepEqual(Object.fromEntries(found), KEPT);
  });

  it('has the same with another trigger, another tenant and destinations', () => {
    const other = stateTemplateFor({
      trigger: 'direct',
      tenant: 'acme',
      destinations: [{ name: 'mail', kind: 'email' }],
    });
    assert.deepEqual(Object.keys(resourcesOf(other)), Object.keys(resourcesOf(template)));
  });

  it('keeps every table, bucket and topic when it, or they, are deleted', () => {
    for (const [id, resource] of Object.entries(resourcesOf(template))) {
      if (!LASTING.test(String(resource['Type']))) continue;
      assert.match(String(resource['DeletionPolicy']), /^Retain/, id);
      assert.equal(resource['UpdateReplacePolicy'], 'Retain', id);
    }
  });

  it('is protected against deletion, and the other is not', () => {
    const { state, compute } = appWith();
    assert.deepEqual([state.terminationProtection, compute.terminationProtection], [true, false]);
  });

  it('is deployed first', () => {
    const { state, compute } = appWith();
    assert.deepEqual(compute.dependencies, [state]);
    assert.deepEqual(state.dependencies, []);
  });

  it('exports nothing and refers to nothing of the other, so that no update of either waits for the other', () => {
    const exported = Object.values(template.findOutputs('*')).filter(({ Export }) => Export);
    assert.deepEqual(exported, []);
    assert.doesNotMatch(JSON.stringify(template.toJSON()), /GetStackOutput|ImportValue/);
    assert.doesNotMatch(JSON.stringify(templateFor().toJSON()), /ImportValue/);
  });

  it('has what the other reads of it among its outputs', () => {
    const text = JSON.stringify(templateFor().toJSON());
    const read = [...text.matchAll(/"OutputName":"(\w+)"/g)].map(([, name]) => name);
    const outputs = Object.keys(template.findOutputs('*'));
    assert.ok(read.length > 0);
    assert.deepEqual(
      [...new Set(read)].filter((name) => !outputs.includes(name ?? '')),
      [],
    );
  });
});
