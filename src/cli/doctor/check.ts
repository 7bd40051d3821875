// What was looked at → a check: what was found, what is expected, and what to do.

import type { Fact } from '../../ports/index.ts';

/** `not checked`: nothing was found out, and `found` says why. */
export type CheckStatus = 'ok' | 'warning' | 'problem' | 'not checked';

/** One answer of the doctor. */
export interface Check {
  /** What was looked at, in a word or two: `notifications`. */
  readonly check: string;
  readonly status: CheckStatus;
  readonly found: string;
  /** Absent where all is well. */
  readonly expected?: string;
  /** What to do; of `not checked` often the command that would tell. */
  readonly action?: string;
  /** True where something was asked and refused: the diagnosis is not whole. */
  readonly isRefused?: true;
}

/** All is well. */
export function ok(check: string, found: string): Check {
  return { check, status: 'ok', found };
}

/** What is not well, with what would be, and what to do. */
export interface Fault {
  readonly found: string;
  readonly expected: string;
  readonly action: string;
}

/** It works, and somebody may be surprised. */
export function warning(check: string, fault: Fault): Check {
  return { check, status: 'warning', ...fault };
}

/** It does not work, or loses something. */
export function problem(check: string, fault: Fault): Check {
  return { check, status: 'problem', ...fault };
}

/** Nobody asked: it takes something that is not here. */
export function notChecked(check: string, why: string, action: string): Check {
  return { check, status: 'not checked', found: why, action };
}

/** A fact's checks, or that it was refused, with the permission that is lacking. */
export function ifKnown<T>(
  check: string,
  fact: Fact<T>,
  permission: string,
  judge: (value: T) => readonly Check[],
): readonly Check[] {
  if (fact.kind === 'known') return judge(fact.value);
  const found = `${fact.code}: ${fact.message}`;
  return [
    {
      check,
      status: 'not checked',
      found,
      action: adviceOn(fact.code, permission),
      isRefused: true,
    },
  ];
}

function adviceOn(code: string, permission: string): string {
  switch (code) {
    case 'AccessDenied':
    case 'AccessDeniedException':
    case 'AuthorizationError':
    case 'AuthorizationErrorException':
      return `ask again with ${permission}`;
    case 'CredentialsProviderError':
      return 'sign in (aws sso login), or set AWS_PROFILE';
    case 'NoSuchBucket':
    case 'NotFound':
    case 'ResourceNotFoundException':
      return 'look at the name, the account of the credentials, and --region';
    default:
      return `try again; it takes ${permission}`;
  }
}
