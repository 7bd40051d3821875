// IAM statements × a request → allowed or not, by IAM's rules for the parts of the language our templates use.
// @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

import {
  type Fields,
  fieldsOf,
  listIn,
  objectIn,
  onlyKnown,
  TemplateError,
  textIn,
  textsIn,
} from './fields.ts';

/** A statement, its references resolved. */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  /** `*`, or the service; undefined in a role's own policy. */
  readonly principals: readonly string[] | undefined;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Operator, condition key, values: all must hold, and of the values one. */
  readonly conditions: readonly Condition[];
}

interface Condition {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** What is asked for. */
export interface AccessRequest {
  readonly action: string;
  readonly resource: string;
  /** Service principal; undefined for a call made with the role. */
  readonly principal?: string;
  /** Condition keys of the request. */
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

/** What holds of every call on AWS: the SDK and the services talk TLS 1.2 or later. Here they talk HTTP. */
const TRANSPORT = { 'aws:SecureTransport': 'true', 's3:TlsVersion': '1.2' };

/** Parses a policy document. Throws a TemplateError for NotAction and the like, which would be judged wrongly. */
export function parsePolicy(document: unknown): readonly Statement[] {
  return listIn(fieldsOf(document, 'PolicyDocument'), 'Statement').map((value) => {
    const fields = fieldsOf(value, 'Statement');
    const known = ['Sid', 'Effect', 'Principal', 'Action', 'Resource', 'Condition'];
    onlyKnown(fields, known, 'a policy statement');
    const effect = textIn(fields, 'Effect');
    if (effect !== 'Allow' && effect !== 'Deny') throw new TemplateError(`Effect is ${effect}`);
    return {
      effect,
      principals: principalsOf(fields),
      actions: textsIn(fields, 'Action'),
      // A trust policy has none: it is about the role it is on.
      resources: fields['Resource'] === undefined ? ['*'] : textsIn(fields, 'Resource'),
      conditions: conditionsOf(fields),
    };
  });
}

function principalsOf(statement: Fields): readonly string[] | undefined {
  const principal = statement['Principal'];
  if (principal === undefined) return undefined;
  if (principal === '*') return ['*'];
  const kinds = fieldsOf(principal, 'Principal');
  onlyKnown(kinds, ['AWS', 'Service'], 'Principal');
  return [...textsIn(kinds, 'AWS'), ...textsIn(kinds, 'Service')];
}

function conditionsOf(statement: Fields): readonly Condition[] {
  return Object.entries(objectIn(statement, 'Condition')).flatMap(([operator, keys]) =>
    Object.entries(fieldsOf(keys, operator)).map(([key, values]) => ({
      operator,
      key,
      values: [values].flat().map(String),
    })),
  );
}

/** Whether the statements, of all policies that bear on the request, allow it. A Deny wins; nothing said is a no. */
export function isAllowed(statements: readonly Statement[], request: AccessRequest): boolean {
  const bearing = statements.filter((statement) => bears(statement, request));
  return (
    bearing.some(({ effect }) => effect === 'Allow') &&
    !bearing.some(({ effect }) => effect === 'Deny')
  );
}

function bears(statement: Statement, request: AccessRequest): boolean {
  const { principals, actions, resources, conditions } = statement;
  const { action, resource, principal } = request;
  const isForCaller =
    principals === undefined
      ? principal === undefined
      : principals.some((one) => one === '*' || one === principal);
  return (
    isForCaller &&
    actions.some((pattern) => isLike(pattern.toLowerCase(), action.toLowerCase())) &&
    resources.some((pattern) => isLike(pattern, resource)) &&
    conditions.every((condition) => holds(condition, { ...TRANSPORT, ...request.context }))
  );
}

/** For keys of many values. */
const FOR_ALL_LIKE = 'ForAllValues:StringLike';

/** A key that the request does not have fails these operators. */
function holds(
  { operator, key, values }: Condition,
  context: Readonly<Record<string, string | readonly string[]>>,
): boolean {
  const all = [context[key] ?? []].flat();
  // IAM lets ForAllValues hold of a key that is not there; no request of ours is to rely on that.
  if (operator === FOR_ALL_LIKE) {
    return all.length > 0 && all.every((one) => values.some((pattern) => isLike(pattern, one)));
  }
  const [found, ...others] = all;
  if (found === undefined || others.length > 0) return false;
  switch (operator) {
    case 'StringEquals':
    case 'Bool':
      return values.includes(found);
    case 'StringLike':
    case 'ArnLike':
    case 'ArnEquals':
      return values.some((pattern) => isLike(pattern, found));
    case 'NumericLessThan':
      return values.some((limit) => Number(found) < Number(limit));
    default:
      throw new TemplateError(`condition operator ${operator} is not known here`);
  }
}

/** `*` is any text, `?` one character. */
function isLike(pattern: string, text: string): boolean {
  const source = pattern
    .replaceAll(/[\\^$.|+()[\]{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(text);
}
