// Alarms as the template has them: what they ask for is emitted, what they say stands in the runbook, and who is told is told.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Template } from 'aws-cdk-lib/assertions';
import { DESTINATIONS, secretOf } from './support/destinations.ts';
import { type AlarmFound, alarmsOf, metricsOf } from './support/alarms.ts';
import { WITH_FEED } from './support/feed.ts';
import { ROOT } from './support/root.ts';
import { only, readable, stateTemplateFor, templateFor } from './support/template.ts';

const FULL = templateFor({ destinations: DESTINATIONS, canary: 'on' });
const PLAIN = templateFor();
const FEED = templateFor(WITH_FEED);
const REPLAY = templateFor({ replay: 'on' });
const RUNBOOK = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');

/** CloudWatch looks back over a day by datapoints below an hour, else over a week. */
const MOST_SECONDS = { short: 86_400, long: 7 * 86_400 };
const HOUR_SECONDS = 3_600;

const named = (template: Template) => alarmsOf(template).map(({ name }) => name);
const idsOf = (alarms: readonly AlarmFound[]) => [...new Set(alarms.map(({ id }) => id))].sort();

describe('the alarms', () => {
  it('each have a section of the runbook, and each section about an alarm has its alarm', () => {
    const [, after = ''] = RUNBOOK.split('\n## Alarms\n');
    const [about = ''] = after.split(/\n## /);
    const sections = [...about.matchAll(/^### (.+)$/gm)].map(([, title = '']) => title);
    const direct = alarmsOf(templateFor({ trigger: 'direct', destinations: DESTINATIONS }));
    assert.deepEqual(
      [...sections].sort(),
      idsOf([...alarmsOf(FULL), ...direct, ...alarmsOf(FEED), ...alarmsOf(REPLAY)]),
    );
    assert.equal(new Set(sections).size, sections.length);
  });

  it('say what is wrong and where to read on, within what CloudWatch takes', () => {
    for (const { description } of [FULL, FEED, REPLAY].flatMap(alarmsOf)) {
      assert.match(description, /^[A-Z].{20,}\. .{20,}\. See docs\/runbook\.md#[a-z-]+$/);
      assert.ok(description.length <= 1_024);
    }
  });

  it('tell operations when they ring and when it is over, and nobody else', () => {
    for (const { properties } of alarmsOf(FULL)) {
      for (const actions of ['AlarmActions', 'OKActions']) {
        assert.match([properties[actions]].flat().map(readable).join(), /^<OperationsTopic\w+>$/);
      }
      assert.equal(properties['InsufficientDataActions'], undefined);
    }
  });

  it('look back no further than CloudWatch does', () => {
    for (const { name, properties } of alarmsOf(FULL)) {
      const periods = Number(properties['EvaluationPeriods']);
      for (const { period } of metricsOf(properties)) {
        const most = period < HOUR_SECONDS ? MOST_SECONDS.short : MOST_SECONDS.long;
        assert.ok(period * periods <= most, name);
      }
    }
    const week = templateFor({ silentAfterHours: 168 });
    const silent = alarmsOf(week).find(({ id }) => id === 'source-silent');
    assert.equal(silent?.properties['EvaluationPeriods'], 168);
  });

  it('take silence for trouble only of what must happen all the time', () => {
    const silences = alarmsOf(FULL).map(({ id, properties }) => [
      id,
      properties['TreatMissingData'],
    ]);
    const ill = silences.filter(([, silence]) => silence !== 'notBreaching');
    assert.deepEqual(ill, [
      ['source-silent', 'breaching'],
      ['settle-missing', 'breaching'],
      ['canary-missing', 'breaching'],
    ]);
  });

  it('ring five seconds before the time-out of a function', () => {
    // CDK's own runs when the stack is deployed, which waits for it.
    const functions = Object.values(FULL.findResources('AWS::Lambda::Function')).filter(
      // A canary that fails is missed.
      ({ Properties }) =>
        Properties.Runtime === 'nodejs24.x' && !/synthetic/.test(Properties.Description),
    );
    const timeouts = functions.map((one) => one['Properties'].Timeout * 1_000 - 5_000);
    const thresholds = alarmsOf(FULL)
      .filter(({ id }) => id.endsWith('-duration'))
      .map(({ properties }) => properties['Threshold']);
    assert.deepEqual(thresholds.sort(), timeouts.sort());
  });

  it('watch every failure queue and every queue that a function reads', () => {
    const watched = (id: string) =>
      alarmsOf(FULL)
        .filter((alarm) => alarm.id.endsWith(id))
        .flatMap(({ properties }) => metricsOf(properties))
        .map(({ dimensions }) => readable(dimensions['QueueName']).replace(/[0-9A-F]{8}\./, '.'));
    const queues = [
      'QueueTrigger',
      ...['soc', 'oncall', 'mail', 'chat'].map((name) => `Notify${name}Source`),
    ];
    assert.deepEqual(
      watched('-dlq').sort(),
      [...queues, 'CanarySource'].map((id) => `<${id}FailuresQueue.QueueName>`).sort(),
    );
    assert.deepEqual(
      watched('-queue-age').sort(),
      queues.map((id) => `<${id}Queue.QueueName>`).sort(),
    );
  });

  it('name both reasons for holding judging back, and ring of each by itself', () => {
    const of = (id: string) => alarmsOf(PLAIN).find((alarm) => alarm.id === id);
    assert.match(of('judging-held-back')?.description ?? '', /scan-queue-age and segments-waiting/);
    const { properties = {} } = of('segments-waiting') ?? {};
    assert.deepEqual(
      metricsOf(properties).map(({ name, period }) => [name, period, properties['Threshold']]),
      [['SegmentAge', 900, 900]],
    );
    assert.equal(properties['Statistic'], 'Maximum');
    assert.ok(of('scan-queue-age') !== undefined);
  });

  it('ask for shares of at least a thousand, of counts of which one may be absent', () => {
    const expressions = alarmsOf(FULL).flatMap(({ id, properties }) => {
      const { Metrics = [] } = properties as { Metrics?: readonly { Expression?: string }[] };
      return Metrics.flatMap(({ Expression }) =>
        Expression === undefined ? [] : [[id, Expression] as const],
      );
    });
    const share = 'IF(whole >= 1000, 100 * (FILL(part0, 0)) / whole, 0)';
    assert.deepEqual(Object.fromEntries(expressions), {
      'source-blind': 'IF(FILL(objects, 0) > 0 AND FILL(connections, 0) < 1, 1, 0)',
      'records-rejected': share,
      'records-unrecognised': share,
      'connections-unattributed':
        'IF(whole >= 1000, 100 * (FILL(part0, 0) + FILL(part1, 0)) / whole, 0)',
      'starts-late': share,
      'connections-unreadable':
        'FILL(scanConnectionsUnreadable, 0) + FILL(settleConnectionsUnreadable, 0)',
    });
  });
});

describe('which alarms there are', () => {
  it('is about destinations only where there are some', () => {
    const about = (template: Template) =>
      named(template).filter((name) => /-(notify|posts|page)-/.test(name));
    assert.deepEqual(about(PLAIN), []);
    assert.equal(about(FULL).length, 2 + 5 * DESTINATIONS.length);
    assert.ok(about(FULL).includes('sigma-lambda-notify-dlq-on-call'));
  });

  it('is about replays only where there are some: a run that did not end well, and errors but of batches that go on', () => {
    const added = alarmsOf(REPLAY).filter(({ name }) => !named(PLAIN).includes(name));
    const asked = added.map(({ id, properties }) => {
      const { Metrics, Threshold } = properties as {
        Metrics: readonly { Expression?: string }[];
        Threshold: number;
      };
      const expression = Metrics.flatMap(({ Expression = [] }) => Expression).join();
      return [id, expression, Threshold, metricsOf(properties).map(({ name }) => name)];
    });
    assert.deepEqual(asked, [
      [
        'replay-failed',
        'FILL(failed, 0) + FILL(timedOut, 0) + FILL(aborted, 0)',
        0,
        ['ExecutionsFailed', 'ExecutionsTimedOut', 'ExecutionsAborted'],
      ],
      ['replay-errors', 'FILL(errors, 0) - FILL(continued, 0)', 4, ['Errors', 'BatchesContinued']],
    ]);
    const [machine] = Object.keys(REPLAY.findResources('AWS::StepFunctions::StateMachine'));
    for (const { dimensions } of metricsOf(added[0]?.properties ?? {})) {
      assert.equal(readable(dimensions['StateMachineArn']), `<${machine}.Arn>`);
    }
  });

  it('is about Lambda’s own queue where no other feeds the scans', () => {
    const direct = alarmsOf(templateFor({ trigger: 'direct' }));
    const age = direct.find(({ id }) => id === 'scan-queue-age');
    assert.deepEqual(
      [age?.properties['MetricName'], age?.properties['Threshold']],
      ['AsyncEventAge', 75 * 60_000],
    );
    assert.deepEqual(idsOf(direct), idsOf(alarmsOf(PLAIN)));
  });

  it('is as the site wants it', () => {
    const missing = (context: object) => {
      const there = named(templateFor({ ...context }));
      return named(PLAIN).filter((name) => !there.includes(name));
    };
    assert.deepEqual(missing({ silentAfterHours: 0 }), [
      'sigma-lambda-source-silent',
      'sigma-lambda-source-blind',
    ]);
    assert.deepEqual(missing({ joinGraceSeconds: 0 }), ['sigma-lambda-starts-late']);
    const off = templateFor({ monitoring: 'off' });
    off.resourceCountIs('AWS::CloudWatch::Alarm', 0);
    off.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });

  it('has names of its stack, as have its metrics: two stacks do not answer for one another', () => {
    const other = alarmsOf(templateFor({ stackName: 'blue' }));
    assert.ok(other.every(({ name }) => name.startsWith('blue-')));
    const namespaces = other
      .flatMap(({ properties }) => metricsOf(properties))
      .map(({ namespace }) => namespace);
    assert.deepEqual([...new Set(namespaces)].sort(), [
      'AWS/Lambda',
      'AWS/SQS',
      'SigmaLambda/blue',
    ]);
  });
});

describe('the topic of operations', () => {
  it('lets CloudWatch publish for alarms of this account alone', () => {
    const off = stateTemplateFor({ monitoring: 'off' });
    for (const template of [stateTemplateFor(), off]) {
      const policies = Object.entries(template.findResources('AWS::SNS::TopicPolicy'));
      const policy = policies.find(([id]) => id.startsWith('Operations'))?.[1];
      assert.ok(policy !== undefined);
      const [allow, ...others] = policy['Properties'].PolicyDocument.Statement.filter(
        ({ Effect }: { Effect: string }) => Effect === 'Allow',
      );
      assert.deepEqual(others, []);
      assert.deepEqual(
        [allow.Principal, allow.Action],
        [{ Service: 'cloudwatch.amazonaws.com' }, 'sns:Publish'],
      );
      assert.match(readable(allow.Resource), /^<OperationsTopic\w+>$/);
      assert.deepEqual(allow.Condition.StringEquals, {
        'aws:SourceAccount': { Ref: 'AWS::AccountId' },
      });
      assert.equal(
        readable(allow.Condition.ArnLike['aws:SourceArn']),
        'arn:<AWS::Partition>:cloudwatch:<AWS::Region>:<AWS::AccountId>:alarm:*',
      );
    }
  });
});

describe('the dashboard', () => {
  it('has a name of its region, a word about the runbook, all alarms, and graphs in a grid', () => {
    const { DashboardName, DashboardBody } = only(FULL, 'AWS::CloudWatch::Dashboard');
    assert.equal(readable(DashboardName), 'sigma-lambda-<AWS::Region>');
    const { widgets } = JSON.parse(readable(DashboardBody));
    const types = widgets.map(({ type }: { type: string }) => type);
    assert.deepEqual(types, ['text', 'alarm', ...Array(16).fill('metric')]);
    assert.match(widgets[0].properties.markdown, /docs\/runbook\.md/);
    assert.equal(widgets[1].properties.alarms.length, alarmsOf(FULL).length);
    for (const { x, width } of widgets) assert.ok(x + width <= 24);
  });

  it('has a row more where there are replays', () => {
    const { DashboardBody } = only(REPLAY, 'AWS::CloudWatch::Dashboard');
    const { widgets } = JSON.parse(readable(DashboardBody));
    const graphs = widgets.filter(({ type }: { type: string }) => type === 'metric');
    assert.equal(graphs.length, 20);
    assert.equal(graphs.at(-4).properties.title, 'Replays');
  });

  it('has more widgets of alarms where there are more than the 100 that one takes', () => {
    const names = Array.from({ length: 10 }, (_, index) => `${index}`);
    const destinations = names.map((name) => ({ name, kind: 'slack', secretArn: secretOf(name) }));
    const tenants = [...names, ...names.map((name) => `t${name}`)];
    const buckets = tenants.map((tenant) => {
      return { mode: 'created', name: `log-${tenant}`, tenant, source: 'sysmon' };
    });
    const many = templateFor({ destinations, buckets });
    const { DashboardBody } = only(many, 'AWS::CloudWatch::Dashboard');
    const { widgets } = JSON.parse(readable(DashboardBody));
    const shown = widgets.flatMap(({ type, properties }: { type: string; properties: object }) =>
      type === 'alarm' ? [Object(properties).alarms] : [],
    );
    const all = alarmsOf(many).length;
    assert.deepEqual(
      shown.map((alarms: readonly unknown[]) => alarms.length),
      [100, all - 100],
    );
    assert.equal(new Set(shown.flat()).size, all);
  });
});
