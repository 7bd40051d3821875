// The state machine that replays plans, its function and their roles as the template has them; and its definition, held against
// the language of Step Functions.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { REPLAY_STEPS } from '../../functions/replay/input.ts';
import { replayDefinition } from '../../infra/constructs/replay-definition.ts';
import { isJsonObject, parseJson } from '../../src/model/index.ts';
import {
  created,
  onlyOf,
  readable,
  roleStatements,
  type Statement,
  templateFor,
} from './support/template.ts';

const KEY_ARN = 'arn:aws:kms:eu-central-1:123456789012:key/11112222-3333-4444-5555-666677778888';

const TEMPLATE = templateFor({ replay: 'on', replayMaxConcurrency: 7 });
const DEFINITION = replayDefinition({
  functionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:replay',
  bucketName: 'evidence',
});

/** The validator is CommonJS, and its types say nothing of its answer. */
function problemsOf(definition: object): unknown {
  const validate: (text: object) => unknown = createRequire(import.meta.url)('asl-validator');
  const answer = validate(definition);
  return isJsonObject(answer) ? [answer['isValid'], answer['errorsText']] : answer;
}

describe('the definition of a replay', () => {
  it('is one in the language of Step Functions', () => {
    const [isValid] = [problemsOf(DEFINITION)].flat();
    assert.equal(isValid, true, JSON.stringify(problemsOf(DEFINITION)));
    const { Report: _, ...others } = DEFINITION.States;
    assert.notDeepEqual(problemsOf({ ...DEFINITION, States: others }), problemsOf(DEFINITION));
  });

  it('reads the manifest in batches, by count and bytes, as many at once as the first step allows, and writes what came of them', () => {
    const { Find, Starts } = DEFINITION.States;
    for (const [map, step] of [
      [Find, 'find'],
      [Starts, 'starts'],
    ] as const) {
      assert.deepEqual(map.ItemReader.ReaderConfig, { InputType: 'JSONL' });
      assert.deepEqual(map.ItemReader.Parameters, { Bucket: 'evidence', 'Key.$': '$.manifest' });
      assert.deepEqual(map.ItemBatcher, {
        MaxItemsPerBatchPath: '$.limits.items',
        MaxInputBytesPerBatch: 200_000,
        BatchInput: { step, 'run.$': '$.run' },
      });
      assert.equal(map.MaxConcurrencyPath, '$.limits.concurrency');
      assert.equal(map.ToleratedFailurePercentage, 5);
      assert.deepEqual(map.ItemProcessor.ProcessorConfig, {
        Mode: 'DISTRIBUTED',
        ExecutionType: 'STANDARD',
      });
      assert.match(
        map.ResultWriter.Parameters['Prefix.$'],
        /^States\.Format\('replays\/runs\/\{\}\//,
      );
    }
    assert.deepEqual(DEFINITION.States.Prepare.Parameters.limits, {
      'concurrency.$': '$.begun.concurrency',
      'items.$': '$.limits.items',
    });
  });

  it('asks for the steps that the function knows, each of them', () => {
    const asked = JSON.stringify(DEFINITION).matchAll(/"step":"(\w+)"/g);
    assert.deepEqual(
      [...new Set([...asked].map(([, step]) => step))].sort(),
      [...REPLAY_STEPS].sort(),
    );
  });

  it('waits for the index before each call of the judge, until one finds nothing', () => {
    const { AwaitIndex, Starts, IsAnythingWanted, IsAllJudged } = DEFINITION.States;
    assert.deepEqual([AwaitIndex.Type, AwaitIndex.Next], ['Wait', 'Judge']);
    const before = [Starts.Next, IsAnythingWanted.Default, IsAllJudged.Default];
    assert.deepEqual(before, ['AwaitIndex', 'AwaitIndex', 'AwaitIndex']);
  });

  it('tries again what may pass, a batch out of time most often, and never what cannot', () => {
    const { FindBatch } = DEFINITION.States.Find.ItemProcessor.States;
    const retries = FindBatch?.Retry.map(({ ErrorEquals, MaxAttempts }) => [
      ErrorEquals[0],
      MaxAttempts,
    ]);
    assert.deepEqual(retries, [
      ['OutOfTimeError', 50],
      ['StepInputError', 0],
      ['Lambda.TooManyRequestsException', 10],
      ['States.TaskFailed', 3],
    ]);
  });
});

describe('the replay of a stack', () => {
  it('is there only where it is asked for', () => {
    const none = templateFor().findResources('AWS::StepFunctions::StateMachine');
    assert.deepEqual(none, {});
  });

  it('is a standard state machine with log and traces, and the definition above', () => {
    const machine = onlyOf(TEMPLATE, 'AWS::StepFunctions::StateMachine', 'Replay');
    assert.deepEqual(
      [machine['StateMachineType'], machine['TracingConfiguration'], machine['StateMachineName']],
      ['STANDARD', { Enabled: true }, 'sigma-lambda-replay'],
    );
    const definition = parseJson(readable(machine['DefinitionString']));
    assert.ok(isJsonObject(definition));
    assert.deepEqual(Object.keys(definition['States'] ?? {}), Object.keys(DEFINITION.States));
  });

  it('has a function with 15 minutes, one vCPU, and the most that may be read at once', () => {
    const { MemorySize, Timeout, Environment } = onlyOf(
      TEMPLATE,
      'AWS::Lambda::Function',
      'Replay',
    );
    assert.deepEqual([MemorySize, Timeout], [1769, 900]);
    const { Variables } = Environment as { Variables: Readonly<Record<string, unknown>> };
    assert.equal(Variables['SIGMA_LAMBDA_REPLAY_CONCURRENCY'], '7');
  });

  it('has a function whose role may what a scan may, see what is due, and keep files of runs', () => {
    const settings = { replay: 'on', ...created('edr/') };
    const template = templateFor(settings);
    const text = (statements: readonly Statement[]) =>
      statements.map(({ sid, actions, resources }) => [
        sid,
        actions,
        resources.map((one) => one.replaceAll(/[0-9A-F]{8}(?=[.>])/g, '')),
      ]);
    const own = text(roleStatements(template, 'ReplayFunctionRole'));
    const scan = text(roleStatements(template, 'Scan'));
    const ofScan = ['ReadLogObjects', 'TellMissingFromForbidden', 'PublishAlerts', 'KeepState'];
    const sids = ['KeepFindings', 'UseKeyByDYNAMODB', 'UseKeyByS3', 'UseKeyBySNS'];
    for (const sid of [...ofScan, ...sids]) {
      const of = (all: ReturnType<typeof text>) => all.find(([name]) => name === sid);
      assert.ok(of(own) !== undefined, sid);
      assert.deepEqual(of(own), of(scan));
    }
    const others = own.filter(([sid]) => ![...ofScan, ...sids].includes(String(sid)));
    const runs = '<EvidenceBucketName>/replays/runs/*';
    const arn = 'arn:<AWS::Partition>:s3:::';
    assert.deepEqual(others, [
      ['WriteOwnLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], ['<ReplayLogs.Arn>']],
      ['ReadWhatIsDue', ['dynamodb:Query'], ['<StateTable.Arn>/index/due']],
      ['KeepRunsRead', ['s3:GetObject'], [`${arn}${runs}`]],
      [
        'KeepRunsWrite',
        ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'],
        [`${arn}${runs}`],
      ],
      ['KeepRunsList', ['s3:ListBucket'], [`${arn}<EvidenceBucketName>`]],
    ]);
    const keyed = templateFor({
      replay: 'on',
      buckets: [{ mode: 'notification', name: 'logs', keyArn: KEY_ARN }],
    });
    const decrypts = roleStatements(keyed, 'ReplayFunctionRole').find(
      ({ sid }) => sid === 'DecryptLogObjects',
    );
    assert.deepEqual([decrypts?.actions, decrypts?.resources], [['kms:Decrypt'], [KEY_ARN]]);
  });

  it('may start and see its own executions, read plans and write runs, and nothing else', () => {
    const statements = roleStatements(TEMPLATE, 'ReplayRole');
    assert.deepEqual(
      statements.map(({ sid, actions }) => [sid, actions]),
      [
        ['InvokeFunction', ['lambda:InvokeFunction']],
        ['StartChildren', ['states:StartExecution']],
        [
          'SeeChildren',
          ['states:DescribeExecution', 'states:RedriveExecution', 'states:StopExecution'],
        ],
        ['ReadPlansRead', ['s3:GetObject']],
        [
          'ReadPlansWrite',
          ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObject'],
        ],
        ['ReadPlansList', ['s3:ListBucket']],
        ['WriteLogAndTraces', statements.find(({ sid }) => sid === 'WriteLogAndTraces')?.actions],
        ['UseKeyByS3', ['kms:Decrypt', 'kms:GenerateDataKey']],
      ],
    );
    const writes = statements.find(({ sid }) => sid === 'ReadPlansWrite')?.resources;
    assert.ok(
      writes?.every((arn) => arn.endsWith('/replays/runs/*')),
      String(writes),
    );
  });
});
