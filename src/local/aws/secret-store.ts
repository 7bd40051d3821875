// Secrets of one stack in memory: by name or ARN, the current text and the one before.

import { randomBytes, randomUUID } from 'node:crypto';
import { LocalConfigError } from '../errors.ts';
import { DEFAULT_REGION, secretArn } from '../names.ts';

/** The labels that Secrets Manager moves by itself. */
export type SecretStage = 'AWSCURRENT' | 'AWSPREVIOUS';

/** A text that a secret has or had. */
export interface SecretVersion {
  readonly id: string;
  readonly text: string;
  readonly createdMs: number;
}

/** A secret. */
export interface Secret {
  readonly arn: string;
  readonly name: string;
  readonly current: SecretVersion;
  readonly previous: SecretVersion | undefined;
  /** Marked for deletion: it is there, and nobody reads it. */
  readonly isDeleted: boolean;
}

/** The secrets of a stack. */
export interface SecretStore {
  /** By name, by ARN, or by an ARN without its suffix. */
  find(id: string): Secret | undefined;
  /** Keeps a secret in place of whatever has its ARN. */
  keep(secret: Secret): Secret;
  /** Forgets it at once. */
  forget(arn: string): void;
}

/** What AWS puts behind a name, so that a secret of the same name later has another ARN. */
const SUFFIX_LENGTH = 6;
const SUFFIX = new RegExp(`-[A-Za-z0-9]{${SUFFIX_LENGTH}}$`);
const WHOLE_ARN = /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:([\w/+=.@-]+)-[A-Za-z0-9]{6}$/;

/** An empty store. */
export function createSecretStore(): SecretStore {
  const secrets = new Map<string, Secret>();
  const find = (id: string): Secret | undefined =>
    secrets.get(id) ??
    [...secrets.values()].find(({ arn, name }) => name === id || arn.replace(SUFFIX, '') === id);
  return {
    find,
    keep: (secret) => {
      secrets.set(secret.arn, secret);
      return secret;
    },
    forget: (arn) => void secrets.delete(arn),
  };
}

/** A new version of a text. */
export function newVersion(text: string, id: string = randomUUID()): SecretVersion {
  return { id, text, createdMs: Date.now() };
}

/** A new secret of that name, whose ARN nobody can guess. */
export function newSecret(name: string, region: string, current: SecretVersion): Secret {
  const suffix = randomBytes(SUFFIX_LENGTH).toString('hex').slice(0, SUFFIX_LENGTH);
  const arn = secretArn(`${name}-${suffix}`, region);
  return { arn, name, current, previous: undefined, isDeleted: false };
}

/** The secret with another text; what it had is the one before. */
export function withText(secret: Secret, version: SecretVersion): Secret {
  return { ...secret, current: version, previous: secret.current };
}

/**
 * Puts a text under a name or a whole ARN, as a person would by the console: made if it is not there, brought back if it
 * was deleted. Gives the ARN; throws a LocalConfigError for an ARN that is none of a secret.
 */
export function putSecret(store: SecretStore, nameOrArn: string, text: string): string {
  const found = store.find(nameOrArn);
  const version = newVersion(text);
  if (found !== undefined) return store.keep({ ...withText(found, version), isDeleted: false }).arn;
  if (!nameOrArn.startsWith('arn:')) {
    return store.keep(newSecret(nameOrArn, DEFAULT_REGION, version)).arn;
  }
  const [, name] = WHOLE_ARN.exec(nameOrArn) ?? [];
  if (name === undefined) {
    throw new LocalConfigError(
      `${JSON.stringify(nameOrArn)} is no secret's ARN; expected arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME-SUFFIX`,
    );
  }
  const current = version;
  return store.keep({ arn: nameOrArn, name, current, previous: undefined, isDeleted: false }).arn;
}
