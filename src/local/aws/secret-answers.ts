// An operation of Secrets Manager and its fields → what it answers, or the error that AWS answers with.

import { assertNever } from '../assert-never.ts';
import { type Fields, textOf } from './http-types.ts';
import {
  newSecret,
  newVersion,
  type Secret,
  type SecretStage,
  type SecretStore,
  type SecretVersion,
  withText,
} from './secret-store.ts';
import type { WireError } from './wire.ts';

/** What goes into the answer's body. */
export type SecretAnswer =
  | { readonly kind: 'done'; readonly body: object }
  | { readonly kind: 'failed'; readonly error: WireError };

/** The operations that are there. */
const NAMES = ['CreateSecret', 'DeleteSecret', 'GetSecretValue', 'PutSecretValue'] as const;

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const NAME = /^[\w/+=.@-]{1,512}$/;
const MAX_TEXT_BYTES = 65_536;

/** Does the operation. What this service does not have is answered 501, never as if it had been done. */
export function answerSecrets(
  store: SecretStore,
  operation: string,
  fields: Fields,
  region: string,
): SecretAnswer {
  const name = NAMES.find((known) => known === operation);
  if (name === undefined || textOf(fields, 'SecretBinary') !== undefined) {
    return failed('NotImplemented', `${operation} is not implemented by the local service`, 501);
  }
  switch (name) {
    case 'CreateSecret':
      return create(store, fields, region);
    case 'DeleteSecret':
      return remove(store, fields);
    case 'GetSecretValue':
      return get(store, fields);
    case 'PutSecretValue':
      return put(store, fields);
    default:
      return assertNever(name);
  }
}

function create(store: SecretStore, fields: Fields, region: string): SecretAnswer {
  const name = textOf(fields, 'Name') ?? '';
  const version = versionIn(fields);
  if (!NAME.test(name)) return failed('ValidationException', 'Invalid name.');
  if (version === undefined) return WRONG_TEXT;
  const found = store.find(name);
  if (found?.isDeleted === true) return SCHEDULED;
  if (found !== undefined) {
    const isRepeated = found.current.id === version.id && found.current.text === version.text;
    if (isRepeated) return done(found, { VersionId: version.id });
    const message = `The operation failed because the secret ${name} already exists.`;
    return failed('ResourceExistsException', message);
  }
  return done(store.keep(newSecret(name, region, version)), { VersionId: version.id });
}

function put(store: SecretStore, fields: Fields): SecretAnswer {
  const version = versionIn(fields);
  if (version === undefined) return WRONG_TEXT;
  return ofSecret(store, fields, (secret) => {
    const known = [secret.current, secret.previous].find((other) => other?.id === version.id);
    if (known !== undefined && known.text !== version.text) {
      const message = `You can't use ClientRequestToken ${version.id} because that value is already in use for a version of secret ${secret.arn}.`;
      return failed('ResourceExistsException', message);
    }
    if (known === undefined) store.keep(withText(secret, version));
    return done(secret, { VersionId: version.id, VersionStages: ['AWSCURRENT'] });
  });
}

function get(store: SecretStore, fields: Fields): SecretAnswer {
  return ofSecret(store, fields, (secret) => {
    const id = textOf(fields, 'VersionId');
    const stage = textOf(fields, 'VersionStage') ?? (id === undefined ? 'AWSCURRENT' : undefined);
    const found = stages(secret).find(
      (one) => (id ?? one.version.id) === one.version.id && (stage ?? one.stage) === one.stage,
    );
    if (found === undefined) {
      const asked = `${stage === undefined ? 'VersionId' : 'staging label'}: ${stage ?? id}`;
      const message = `Secrets Manager can't find the specified secret value for ${asked}`;
      return failed('ResourceNotFoundException', message);
    }
    const { version } = found;
    return done(secret, {
      VersionId: version.id,
      SecretString: version.text,
      VersionStages: [found.stage],
      CreatedDate: version.createdMs / 1000,
    });
  });
}

function remove(store: SecretStore, fields: Fields): SecretAnswer {
  return ofSecret(store, fields, (secret) => {
    if (fields['ForceDeleteWithoutRecovery'] === true) store.forget(secret.arn);
    else store.keep({ ...secret, isDeleted: true });
    return done(secret, { DeletionDate: Date.now() / 1000 });
  });
}

function ofSecret(
  store: SecretStore,
  fields: Fields,
  act: (secret: Secret) => SecretAnswer,
): SecretAnswer {
  const found = store.find(textOf(fields, 'SecretId') ?? '');
  if (found === undefined) {
    const message = "Secrets Manager can't find the specified secret.";
    return failed('ResourceNotFoundException', message);
  }
  return found.isDeleted ? SCHEDULED : act(found);
}

function stages({ current, previous }: Secret): readonly {
  readonly stage: SecretStage;
  readonly version: SecretVersion;
}[] {
  const before =
    previous === undefined ? [] : [{ stage: 'AWSPREVIOUS', version: previous } as const];
  return [{ stage: 'AWSCURRENT', version: current }, ...before];
}

/** The text to keep; undefined where there is none that AWS would take. */
function versionIn(fields: Fields): SecretVersion | undefined {
  const text = textOf(fields, 'SecretString');
  if (text === undefined || text === '' || Buffer.byteLength(text) > MAX_TEXT_BYTES)
    return undefined;
  return newVersion(text, textOf(fields, 'ClientRequestToken'));
}

function done({ arn, name }: Secret, more: object): SecretAnswer {
  return { kind: 'done', body: { ARN: arn, Name: name, ...more } };
}

function failed(code: string, message: string, status = 400): SecretAnswer {
  return { kind: 'failed', error: { status, code, message } };
}

const WRONG_TEXT = failed('ValidationException', 'SecretString must have 1 to 65536 bytes.');

const SCHEDULED = failed(
  'InvalidRequestException',
  "You can't perform this operation on the secret because it was marked for deletion.",
);
