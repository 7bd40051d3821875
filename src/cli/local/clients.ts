// The endpoints of the local servers → clients of whoever runs them: their calls are no function's.

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DEFAULT_REGION } from '../../local/index.ts';

type Logger = NonNullable<S3ClientConfig['logger']>;

/** One of each service. */
export interface Clients {
  readonly dynamo: DynamoDBClient;
  readonly s3: S3Client;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
}

/** What every client of the local servers may sign with: signatures are not checked. */
export const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** What goes wrong is thrown, and said once; without a logger the SDK writes to the console besides. */
const SILENT: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Opens them. Nothing is read from the profiles or the environment of whoever runs this. */
export function openClients(endpoint: string, dynamoEndpoint: string): Clients {
  const common = {
    region: DEFAULT_REGION,
    credentials: CREDENTIALS,
    maxAttempts: 1,
    logger: SILENT,
  };
  return {
    dynamo: new DynamoDBClient({ ...common, endpoint: dynamoEndpoint }),
    // A checksum of a stream would be sent behind it, which plain HTTP has no signature for.
    s3: new S3Client({ ...common, endpoint, requestChecksumCalculation: 'WHEN_REQUIRED' }),
    sns: new SNSClient({ ...common, endpoint }),
    sqs: new SQSClient({ ...common, endpoint }),
  };
}

/** Closes their connections. */
export function closeClients(clients: Clients): void {
  for (const client of Object.values(clients)) client.destroy();
}
