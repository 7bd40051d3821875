// Faults between a client and its table, and a record of what was asked.

import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** `refuse`: an error in place of the operation. `lose`: the operation takes place, and its answer is lost. */
export type Fault =
  | { readonly kind: 'refuse'; readonly code: string; readonly status?: number }
  | { readonly kind: 'lose' };

/** A call as it was made: `PutItem`, and what was sent. */
export interface Call {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Throws as DynamoDB answers when it has no capacity. */
export const THROTTLED: Fault = { kind: 'refuse', code: 'ProvisionedThroughputExceededException' };

/** Notes every call; `faultOf` says what befalls the call of that number (from 0) of its operation. */
export function watchCalls(
  client: DynamoDBClient,
  faultOf: (operation: string, number: number) => Fault | undefined = () => undefined,
): readonly Call[] {
  const calls: Call[] = [];
  client.middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const operation = commandName.replace(/Command$/, '');
        const number = calls.filter((call) => call.operation === operation).length;
        calls.push({ operation, input: { ...args.input } });
        const fault = faultOf(operation, number);
        if (fault?.kind === 'refuse') throw serviceError(fault.code, fault.status ?? 400);
        const answer = await next(args);
        if (fault?.kind === 'lose') throw Object.assign(new Error('reset'), { code: 'ECONNRESET' });
        return answer;
      },
    { step: 'initialize' },
  );
  return calls;
}

function serviceError(name: string, httpStatusCode: number): Error {
  return Object.assign(new Error(`of ${name}`), { name, $metadata: { httpStatusCode } });
}
