// Secrets Manager of this machine: texts and the ones before, AWS's errors, the log, faults.

import assert from 'node:assert/strict';
import { it, type TestContext } from 'node:test';
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ACCOUNT_ID, secretArn } from '../../../src/local/index.ts';
import { errorOf, startStack } from './stack.ts';

const ARN = secretArn('sigma/slack-AbCdEf');

async function withSecrets(t: TestContext) {
  const { aws, config } = await startStack(t);
  const client = new SecretsManagerClient(config);
  t.after(() => client.destroy());
  const get = (SecretId: string, more: { VersionStage?: string; VersionId?: string } = {}) =>
    client.send(new GetSecretValueCommand({ SecretId, ...more }));
  const create = (Name: string, SecretString: string) =>
    client.send(new CreateSecretCommand({ Name, SecretString }));
  const put = (SecretId: string, SecretString: string, ClientRequestToken?: string) =>
    client.send(
      new PutSecretValueCommand({
        SecretId,
        SecretString,
        ...(ClientRequestToken === undefined ? {} : { ClientRequestToken }),
      }),
    );
  return { aws, client, get, create, put };
}

it('gives a secret by ARN, by name, and by the ARN without its suffix', async (t) => {
  const { aws, get } = await withSecrets(t);
  assert.equal(aws.putSecret(ARN, 'https://hooks.example.com/é'), ARN);
  for (const id of [ARN, 'sigma/slack', secretArn('sigma/slack')]) {
    const found = await get(id);
    assert.deepEqual(
      [found.ARN, found.Name, found.SecretString, found.VersionStages],
      [ARN, 'sigma/slack', 'https://hooks.example.com/é', ['AWSCURRENT']],
    );
    assert.ok(found.CreatedDate instanceof Date);
  }
});

it('gives the text put last, and the one before by its label', async (t) => {
  const { aws, get, create, put } = await withSecrets(t);
  const { ARN: arn = '', VersionId } = await create('pager', 'one');
  assert.match(
    arn,
    new RegExp(`^arn:aws:secretsmanager:us-east-1:${ACCOUNT_ID}:secret:pager-\\w{6}$`),
  );
  await put(arn, 'two');
  assert.equal((await get(arn)).SecretString, 'two');
  assert.equal((await get(arn, { VersionStage: 'AWSPREVIOUS' })).SecretString, 'one');
  assert.equal((await get(arn, { VersionId: VersionId ?? '' })).SecretString, 'one');
  assert.equal(aws.putSecret('pager', 'three'), arn);
  assert.equal((await get(arn)).SecretString, 'three');
});

it('takes the same version twice, and no other text under its token', async (t) => {
  const { get, create, put } = await withSecrets(t);
  const { ARN: arn = '' } = await create('pager', 'one');
  const token = 'a'.repeat(32);
  await put(arn, 'two', token);
  await put(arn, 'two', token);
  assert.equal((await get(arn, { VersionStage: 'AWSPREVIOUS' })).SecretString, 'one');
  assert.equal((await errorOf(put(arn, 'three', token))).name, 'ResourceExistsException');
  assert.equal((await errorOf(create('pager', 'one'))).name, 'ResourceExistsException');
});

it('answers as AWS does where there is no such secret, or version, or it was deleted', async (t) => {
  const { aws, client, get } = await withSecrets(t);
  const missing = await errorOf(get(ARN));
  assert.deepEqual([missing.name, missing.status], ['ResourceNotFoundException', 400]);
  assert.match(missing.error.message, /can't find the specified secret/);
  aws.putSecret(ARN, 'x');
  const noVersion = await errorOf(get(ARN, { VersionStage: 'AWSPREVIOUS' }));
  assert.equal(noVersion.name, 'ResourceNotFoundException');
  await client.send(new DeleteSecretCommand({ SecretId: ARN }));
  assert.equal((await errorOf(get(ARN))).name, 'InvalidRequestException');
  aws.putSecret(ARN, 'y');
  assert.equal((await get(ARN)).SecretString, 'y');
  await client.send(new DeleteSecretCommand({ SecretId: ARN, ForceDeleteWithoutRecovery: true }));
  assert.equal((await errorOf(get(ARN))).name, 'ResourceNotFoundException');
});

it('refuses what AWS would, and what it does not have', async (t) => {
  const { aws, client, create } = await withSecrets(t);
  assert.equal((await errorOf(create('a b', 'x'))).name, 'ValidationException');
  assert.equal((await errorOf(create('a', 'x'.repeat(65_537)))).name, 'ValidationException');
  const list = await errorOf(client.send(new ListSecretsCommand({})));
  assert.deepEqual([list.name, list.status], ['NotImplemented', 501]);
  assert.throws(() => aws.putSecret('arn:aws:secretsmanager:x', 'y'), { name: 'LocalConfigError' });
});

it('logs who asked for which secret, and not its text', async (t) => {
  const { aws, get, put } = await withSecrets(t);
  aws.putSecret(ARN, 'first-text');
  await get(ARN);
  await put(ARN, 'second-text');
  const [read, write] = aws.log;
  assert.deepEqual(
    [read?.id, read?.service, read?.accessKeyId],
    ['secretsmanager:GetSecretValue', 'secretsmanager', 'AKIDTEST'],
  );
  assert.deepEqual(read?.permissions, [{ action: 'secretsmanager:GetSecretValue', resource: ARN }]);
  assert.equal(write?.id, 'secretsmanager:PutSecretValue');
  assert.doesNotMatch(JSON.stringify(aws.log), /-text/);
});

it('can be made to refuse, and to answer nothing', async (t) => {
  const { aws, get } = await withSecrets(t);
  aws.putSecret(ARN, 'x');
  const operation = 'secretsmanager:GetSecretValue';
  aws.faults.add({
    operation,
    effect: { kind: 'status', status: 400, code: 'AccessDeniedException' },
  });
  aws.faults.add({ operation: 'secretsmanager:*', effect: { kind: 'reset' } });
  assert.equal((await errorOf(get(ARN))).name, 'AccessDeniedException');
  await assert.rejects(get(ARN), { code: 'ECONNRESET' });
  assert.equal((await get(ARN)).SecretString, 'x');
});
