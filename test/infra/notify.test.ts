// Destinations as the template has them: a queue, a function and a role each, which know nothing of one another.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { DESTINATIONS, secretOf } from './support/destinations.ts';
import { appWith, onlyOf, readable, ownStatements, templateFor } from './support/template.ts';

/** Which construct is a destination's; by its name without hyphens. */
const IDS = {
  soc: 'Notifysoc',
  'on-call': 'Notifyoncall',
  mail: 'Notifymail',
  chat: 'Notifychat',
} as const;

const template = templateFor({
  destinations: DESTINATIONS,
  runbookUrl: 'https://wiki.example.com/soc',
  routing: { levels: { medium: 'page' } },
  hourlyBudget: 7,
  tenant: 'acme',
});
const NAMES = DESTINATIONS.map(({ name }) => name);

/** References without the template's hashes. */
function plain(value: unknown): string {
  return readable(value).replaceAll(/<([A-Za-z]+)[0-9A-F]{8}/g, '<$1');
}

function environmentOf(id: string): Readonly<Record<string, string>> {
  const { Environment } = onlyOf(template, 'AWS::Lambda::Function', `Notify${id}`);
  const { Variables } = Environment as { Variables: Readonly<Record<string, unknown>> };
  return Object.fromEntries(Object.entries(Variables).map(([key, value]) => [key, plain(value)]));
}

describe('each destination', () => {
  for (const name of NAMES) {
    const id = IDS[name];
    const of = (type: string, part: string) => {
      const [found, ...others] = Object.entries(template.findResources(type)).filter(
        ([logicalId]) => logicalId.startsWith(`${id}${part}`),
      );
      assert.deepEqual(others, []);
      return found?.[1]['Properties'] ?? {};
    };

    it(`has a function of its name on Node 24 and arm64, for at most a minute (${name})`, () => {
      const { FunctionName, Runtime, Architectures, MemorySize, Timeout, Handler } = onlyOf(
        template,
        'AWS::Lambda::Function',
        id,
      );
      assert.deepEqual(
        [FunctionName, Runtime, Architectures, MemorySize, Timeout, Handler],
        [`sigma-lambda-notify-${name}`, 'nodejs24.x', ['arm64'], 512, 60, 'index.handler'],
      );
    });

    it(`has a queue that hides a message for six times as long, and a DLQ (${name})`, () => {
      const queue = of('AWS::SQS::Queue', 'SourceQueue');
      assert.deepEqual(
        { ...queue, RedrivePolicy: plain(queue['RedrivePolicy'].deadLetterTargetArn) },
        {
          MessageRetentionPeriod: 14 * 24 * 3600,
          RedrivePolicy: `<${id}SourceFailuresQueue.Arn>`,
          SqsManagedSseEnabled: true,
          VisibilityTimeout: 360,
        },
      );
      assert.equal(queue['RedrivePolicy'].maxReceiveCount, 1_000);
    });

    it(`lets the topic of alerts alone send to its queue and its DLQ (${name})`, () => {
      for (const part of ['SourceQueuePolicy', 'SourceFailuresQueuePolicy']) {
        const { PolicyDocument } = of('AWS::SQS::QueuePolicy', part);
        const [allow, ...others] = PolicyDocument.Statement.filter(
          ({ Effect }: { Effect: string }) => Effect === 'Allow',
        );
        assert.deepEqual(others, []);
        assert.equal(allow.Action, 'sqs:SendMessage');
        assert.deepEqual(allow.Principal, { Service: 'sns.amazonaws.com' });
        assert.equal(plain(allow.Condition.ArnEquals['aws:SourceArn']), '<AlertsTopic>');
      }
    });

    it(`is polled in small batches whose messages fail alone, by two at most (${name})`, () => {
      const { FunctionName, ...mapping } = of('AWS::Lambda::EventSourceMapping', 'Mapping');
      assert.equal(plain(FunctionName), `<${id}Function>`);
      assert.deepEqual(
        { ...mapping, EventSourceArn: plain(mapping['EventSourceArn']) },
        {
          BatchSize: 5,
          EventSourceArn: `<${id}SourceQueue.Arn>`,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: 2 },
        },
      );
    });

    it(`may do this on these resources, and nothing else (${name})`, () => {
      const found = ownStatements(template, id).map(({ sid, actions, resources, condition }) => [
        sid,
        actions.join(' '),
        resources.map((one) => one.replace(/^<(\w+?)[0-9A-F]{8}/, '<$1')).join(' '),
        ...(condition === undefined ? [] : [condition]),
      ]);
      const ledger = {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['N#acme#*'] },
      };
      assert.deepEqual(found, [
        TARGETS[name],
        [
          'KeepLedger',
          'dynamodb:GetItem dynamodb:PutItem dynamodb:UpdateItem',
          '<StateTable.Arn>',
          ledger,
        ],
        [
          'ConsumeOwnQueue',
          'sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:ReceiveMessage',
          `<${id}SourceQueue.Arn>`,
        ],
        ['GiveUp', 'sqs:SendMessage', `<${id}SourceFailuresQueue.Arn>`],
        ['TellOperations', 'sns:Publish', '<OperationsTopic>'],
        ['WriteOwnLogs', 'logs:CreateLogStream logs:PutLogEvents', `<${id}Logs.Arn>`],
      ]);
    });
  }
});

/** What reaches it. */
const TARGETS: Readonly<Record<keyof typeof IDS, readonly string[]>> = {
  soc: ['ReadOwnSecret', 'secretsmanager:GetSecretValue', secretOf('soc')],
  'on-call': ['ReadOwnSecret', 'secretsmanager:GetSecretValue', secretOf('on-call')],
  mail: ['TellSubscribers', 'sns:Publish', '<AlertsTextTopic>'],
  chat: ['TellSubscribers', 'sns:Publish', '<AlertsQTopic>'],
};

describe('the subscriptions of destinations', () => {
  it('take raw messages of their routes, live or tests, and keep what SNS cannot deliver', () => {
    const found = Object.values(template.findResources('AWS::SNS::Subscription')).map(
      ({ Properties: { TopicArn, RedrivePolicy, Endpoint, ...rest } }) => ({
        ...rest,
        TopicArn: plain(TopicArn),
        Endpoint: plain(Endpoint),
        RedrivePolicy: plain(RedrivePolicy.deadLetterTargetArn),
      }),
    );
    const routes = [
      ['page', 'post', 'digest'],
      ['page'],
      ['post', 'digest'],
      ['page', 'post', 'digest'],
    ];
    const expected = Object.values(IDS).map((id, index) => ({
      Protocol: 'sqs',
      RawMessageDelivery: true,
      FilterPolicy: { route: routes[index], origin: ['live', 'replay', 'test'] },
      TopicArn: '<AlertsTopic>',
      Endpoint: `<${id}SourceQueue.Arn>`,
      RedrivePolicy: `<${id}SourceFailuresQueue.Arn>`,
    }));
    assert.deepEqual(found, expected);
  });

  it('are made after the queues’ policies, for what SNS may not deliver it does not try again', () => {
    for (const { DependsOn } of Object.values(template.findResources('AWS::SNS::Subscription'))) {
      assert.equal(DependsOn.filter((id: string) => id.includes('QueuePolicy')).length, 2);
    }
  });
});

describe('the functions', () => {
  it('are told their destination, queues, ledger and runbook, and nothing of others', () => {
    const { SIGMA_LAMBDA_DESTINATION: destination, ...rest } = environmentOf('oncall');
    assert.deepEqual(JSON.parse(destination ?? ''), {
      name: 'on-call',
      kind: 'pagerduty',
      secretArn: secretOf('on-call'),
      region: 'eu',
    });
    assert.deepEqual(rest, {
      SIGMA_LAMBDA_QUEUE_URL: '<NotifyoncallSourceQueue>',
      SIGMA_LAMBDA_FAILURE_QUEUE_URL: '<NotifyoncallSourceFailuresQueue>',
      SIGMA_LAMBDA_OPERATIONS_TOPIC_ARN: '<OperationsTopic>',
      SIGMA_LAMBDA_STATE_TABLE: '<StateTable>',
      SIGMA_LAMBDA_TENANT: 'acme',
      SIGMA_LAMBDA_TENANTS: '["acme"]',
      SIGMA_LAMBDA_RUNBOOK_URL: 'https://wiki.example.com/soc',
      POWERTOOLS_SERVICE_NAME: 'notify',
      POWERTOOLS_METRICS_NAMESPACE: 'SigmaLambda/sigma-lambda',
      POWERTOOLS_LOG_LEVEL: 'INFO',
      NODE_OPTIONS: '--disallow-code-generation-from-strings',
    });
  });

  it('are told the topic where that is what reaches people', () => {
    for (const [id, topicArn] of [
      ['mail', '<AlertsTextTopic>'],
      ['chat', '<AlertsQTopic>'],
    ] as const) {
      const destination = JSON.parse(environmentOf(id)['SIGMA_LAMBDA_DESTINATION'] ?? '');
      const kind = id === 'mail' ? 'email' : 'amazon-q';
      assert.deepEqual(destination, { name: id, kind, topicArn });
    }
  });

  it('that publish, scan and settle, are told the site’s routes and budget', () => {
    for (const id of ['Scan', 'Settle'] as const) {
      const { Environment } = onlyOf(template, 'AWS::Lambda::Function', id);
      const { Variables } = Environment as { Variables: Readonly<Record<string, string>> };
      assert.equal(Variables['SIGMA_LAMBDA_HOURLY_BUDGET'], '7');
      const { levels, rules } = JSON.parse(Variables['SIGMA_LAMBDA_ROUTING'] ?? '');
      assert.deepEqual([levels.medium, levels.low, rules], ['page', 'digest', {}]);
    }
  });

  it('post nowhere but to the destination: nothing of the template lets the loopback be one', () => {
    assert.doesNotMatch(JSON.stringify(template.toJSON()), /LOOPBACK|"endpoint/);
  });
});

describe('the stack', () => {
  it('says at its end what belongs to each destination', () => {
    const ids = Object.keys(template.findOutputs('*')).filter((id) => id.startsWith('Notify'));
    const expected = ['Soc', 'OnCall', 'Mail', 'Chat'].flatMap((name) =>
      ['FunctionName', 'QueueUrl', 'FailureQueueUrl'].map((what) => `Notify${name}${what}`),
    );
    assert.deepEqual(ids.toSorted(), expected.toSorted());
  });

  it('warns where nobody is told, and nowhere else', () => {
    const warned = (context: Readonly<Record<string, unknown>>) =>
      Annotations.fromStack(appWith(context).compute)
        .findWarning('*', Match.anyValue())
        .map(({ entry }) => String(entry.data));
    const [warning, ...others] = warned({});
    assert.match(warning ?? '', /nobody is told/);
    assert.deepEqual([others, warned({ destinations: DESTINATIONS })], [[], []]);
  });
});
