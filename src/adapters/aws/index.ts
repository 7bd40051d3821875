// AWS: objects from and to S3, messages to SNS, work to SQS, state in DynamoDB.

export { SYSTEM_WAITING, type Waiting } from './backoff.ts';
export {
  InventoryError,
  S3AccessError,
  S3ArchivedError,
  S3BrokenError,
  S3GoneError,
  type S3Place,
  S3ReadError,
  S3ResponseError,
  S3SupersededError,
  S3WriteError,
} from './errors.ts';
export { createDeploymentInspector, type DeploymentPlace } from './deployment-inspector.ts';
export {
  createFdrAccess,
  createFdrClients,
  type FdrAccessOptions,
  type FdrClients,
  type FdrUse,
} from './fdr-access.ts';
export { type FdrKeys, FdrKeysError, parseFdrKeys } from './fdr-keys.ts';
export { createKeyInspector } from './kms-inspector.ts';
export { type Invoked, InvokeError, invokeFunction } from './lambda-invoke.ts';
export {
  createReplayExecutions,
  type Execution,
  type MapRun,
  type ReplayExecutions,
} from './replay-executions.ts';
export { createS3Archive } from './s3-archive.ts';
export { createS3ReadClient } from './s3-client.ts';
export { headS3Object, type S3Head } from './s3-head.ts';
export type { InventoryRow } from './inventory-row.ts';
export {
  inventoryRows,
  readInventory,
  type S3Inventory,
  type S3InventoryFile,
} from './s3-inventory.ts';
export { createBucketInspector, createS3InspectClient } from './s3-inspector.ts';
export {
  listS3Objects,
  listS3Pages,
  type S3Listed,
  type S3ListedPage,
  type S3ListPlace,
} from './s3-list.ts';
export {
  createS3Object,
  MAX_RESUMES,
  type S3Content,
  type S3Object,
  type S3ReadOptions,
} from './s3-object.ts';
export { MAX_PUT_ATTEMPTS } from './s3-put.ts';
export { createS3Quarantine } from './s3-quarantine.ts';
export { createS3RunFiles } from './s3-run-files.ts';
export { createS3SegmentFiles, createS3SegmentWriter } from './s3-segment-files.ts';
export { listS3Versions, type S3Version } from './s3-versions.ts';
export { createS3WriteClient, type S3StorePlace } from './s3-store.ts';
export { createS3UploadClient, MAX_UPLOAD_BYTES, uploadTo } from './s3-upload.ts';
export type { S3Target } from './s3-target.ts';
export {
  createSecretCache,
  SECRET_REREAD_MS,
  SECRET_STALE_MS,
  SECRET_TTL_MS,
} from './secret-cache.ts';
export { createSecretReader, SecretError } from './secret-reader.ts';
export { createSecretsClient, secretRegion } from './secrets-client.ts';
export { createSnsClient } from './sns-client.ts';
export { createAmazonQDestination, createEmailDestination } from './sns-destination.ts';
export { createSnsOperations } from './sns-operations.ts';
export { createSnsSink, MAX_PUBLISH_ATTEMPTS } from './sns-sink.ts';
export { createSqsArrivals } from './sqs-arrivals.ts';
export { createSqsClient } from './sqs-client.ts';
export { createDeadLetters, createHeldMessages, MAX_HIDDEN_MS } from './sqs-messages.ts';
export { createMessageSource } from './sqs-source.ts';
export {
  createSqsGauge,
  createSqsQueue,
  MAX_QUEUE_ATTEMPTS,
  MAX_QUEUE_MESSAGE_BYTES,
  QueueError,
} from './sqs-queue.ts';
export { MAX_STATE_ATTEMPTS } from './state/attempts.ts';
export { createDeliveryLedger } from './state/delivery-ledger.ts';
export { createDynamoClient } from './state/dynamo-client.ts';
export { ItemShapeError, ItemTooLargeError, StateStoreError } from './state/errors.ts';
export { JUDGE_LEASE_MS, MAX_RANGE } from './state/partial-matches.ts';
export { RunNamespace } from './state/namespace.ts';
export { createState, type State } from './state/state.ts';
export { StateTable, type StateTableDeps } from './state/state-table.ts';
