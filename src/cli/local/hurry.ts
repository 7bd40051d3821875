// What an invocation did with its messages → those that failed, and their next delivery at once instead of in minutes.

import { ChangeMessageVisibilityCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { isJsonObject, type JsonValue } from '../../model/index.ts';
import type { InvokeResult, SqsEvent, SqsEventRecord } from '../../local/index.ts';

/** The messages that the answer does not prove done. */
export function failedRecords(
  { Records }: SqsEvent,
  result: InvokeResult,
): readonly SqsEventRecord[] {
  const payload = result.kind === 'payload' ? result.payload : undefined;
  const items = isJsonObject(payload) ? payload['batchItemFailures'] : undefined;
  if (!Array.isArray(items)) return Records;
  const failed = new Set(items.map(identifierOf));
  return Records.filter(({ messageId }) => failed.has(messageId));
}

function identifierOf(item: JsonValue): JsonValue | undefined {
  return isJsonObject(item) ? item['itemIdentifier'] : undefined;
}

/** Has messages delivered again at once. One that was received anew meanwhile, or is gone, is somebody else's. */
export async function hurry(
  sqs: SQSClient,
  QueueUrl: string,
  records: readonly SqsEventRecord[],
): Promise<void> {
  for (const { receiptHandle: ReceiptHandle } of records) {
    const input = { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 };
    try {
      await sqs.send(new ChangeMessageVisibilityCommand(input));
    } catch (error) {
      if (!(error instanceof Error && error.name === 'MessageNotInflight')) throw error;
    }
  }
}
