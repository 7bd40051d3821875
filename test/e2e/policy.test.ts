// IAM's rules as the e2e applies them: what is allowed, and that what is not modelled is refused.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { TemplateError } from './support/fields.ts';
import { isAllowed, parsePolicy } from './support/policy.ts';

const ALLOW = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::logs/edr/*' };
const READ = { action: 's3:GetObject', resource: 'arn:aws:s3:::logs/edr/a' };
const LIST = { action: 's3:ListBucket', resource: 'arn:aws:s3:::logs' };
const LISTING = {
  Effect: 'Allow',
  Action: ['s3:ListBucket'],
  Resource: LIST.resource,
  Condition: { StringLike: { 's3:prefix': ['edr/*'] } },
};

const LEDGER = {
  Effect: 'Allow',
  Action: 'dynamodb:PutItem',
  Resource: '*',
  Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['N#acme#*'] } },
};
const WRITE = { action: 'dynamodb:PutItem', resource: 'arn:aws:dynamodb:::table/state' };
const keys = (...leading: readonly string[]) => ({ 'dynamodb:LeadingKeys': leading });

describe('the judgement of a policy', () => {
  const cases = [
    { what: 'the action on the resource', statements: [ALLOW], request: READ, expected: true },
    { what: 'nothing that is not said', statements: [], request: READ, expected: false },
    {
      what: 'no other action',
      statements: [ALLOW],
      request: { ...READ, action: 's3:GetObjectVersion' },
      expected: false,
    },
    {
      what: 'no other resource',
      statements: [ALLOW],
      request: { ...READ, resource: 'arn:aws:s3:::logs/fdr/a' },
      expected: false,
    },
    {
      what: 'nothing that is denied',
      statements: [ALLOW, { ...ALLOW, Effect: 'Deny', Action: 's3:*' }],
      request: READ,
      expected: false,
    },
    {
      what: 'what is denied without TLS, with it',
      statements: [
        ALLOW,
        { ...ALLOW, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      ],
      request: READ,
      expected: true,
    },
    {
      what: 'what meets the condition',
      statements: [LISTING],
      request: { ...LIST, context: { 's3:prefix': 'edr/a' } },
      expected: true,
    },
    {
      what: 'nothing that does not meet it',
      statements: [LISTING],
      request: { ...LIST, context: { 's3:prefix': 'fdr/a' } },
      expected: false,
    },
    {
      what: 'nothing without the key of a condition',
      statements: [LISTING],
      request: LIST,
      expected: false,
    },
    {
      what: 'items that all lie in the partitions of the condition',
      statements: [LEDGER],
      request: { ...WRITE, context: keys('N#acme#a#0', 'N#acme#b#1') },
      expected: true,
    },
    {
      what: 'no items of which one lies elsewhere',
      statements: [LEDGER],
      request: { ...WRITE, context: keys('N#acme#a#0', 'N#other#b#1') },
      expected: false,
    },
    {
      what: 'no items whose partition is not known',
      statements: [LEDGER],
      request: WRITE,
      expected: false,
    },
    {
      what: 'a dot of a resource to stand for no other character',
      statements: [{ ...ALLOW, Resource: 'arn:aws:s3:::logs/a.b' }],
      request: { ...READ, resource: 'arn:aws:s3:::logs/axb' },
      expected: false,
    },
    {
      what: 'a role nothing by a statement for a service',
      statements: [{ ...ALLOW, Principal: { Service: 's3.amazonaws.com' } }],
      request: READ,
      expected: false,
    },
  ];
  for (const { what, statements, request, expected } of cases) {
    it(`allows ${what}`, () => {
      assert.equal(isAllowed(parsePolicy({ Statement: statements }), request), expected);
    });
  }

  for (const odd of [{ NotAction: 's3:Get*' }, { NotResource: '*' }]) {
    it(`refuses a statement with ${Object.keys(odd)}, which it would judge wrongly`, () => {
      assert.throws(() => parsePolicy({ Statement: [{ ...ALLOW, ...odd }] }), TemplateError);
    });
  }

  it('refuses a condition operator it does not know', () => {
    const statement = { ...ALLOW, Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
    const act = () =>
      isAllowed(parsePolicy({ Statement: statement }), {
        ...READ,
        context: { 'aws:SourceIp': '192.0.2.1' },
      });
    assert.throws(act, TemplateError);
  });
});
