// The AWS of this machine: S3, SNS, SQS, Secrets Manager, DynamoDB, Lambda and its SQS trigger, for tests and for `cli local`.

export type { Fault, FaultEffect, FaultPlan, Faults } from './aws/fault-plan.ts';
export type { BucketNotification, NotificationTarget } from './aws/notification.ts';
export type { Operation } from './aws/operation.ts';
export type { Permission } from './aws/permission.ts';
export { type AwsLocal, type AwsLocalOptions, startAwsLocal } from './aws/start-aws-local.ts';
export type { DynamoEffect } from './dynamo-faults.ts';
export { type DynamoLocal, type DynamoRefusal, startDynamoLocal } from './dynamo-local.ts';
export type { DynamoHead, DynamoOperation } from './dynamo-operation.ts';
export {
  DeliveryError,
  EventTooLargeError,
  LocalConfigError,
  SqsCallError,
  StoppedError,
} from './errors.ts';
export type { MappingOptions } from './event-source/mapping.ts';
export type { BatchOutcome } from './event-source/settle-batch.ts';
export type { SqsEvent, SqsEventRecord } from './event-source/sqs-event.ts';
export {
  type EventSource,
  type EventSourceOptions,
  type EventTarget,
  startEventSource,
} from './event-source/start-event-source.ts';
export type { FunctionError, InvokeAnswer, InvokeResult } from './lambda/invoke-result.ts';
export type { FunctionClock, FunctionLimits, LambdaOptions } from './lambda/lambda-options.ts';
export type { GivenSandbox, OnGiven } from './lambda/sandbox.ts';
export { type LambdaFunction, startLambda } from './lambda/start-lambda.ts';
export {
  ACCOUNT_ID,
  DEFAULT_REGION,
  functionArn,
  queueArn,
  queueNameOf,
  regionOf,
  s3Arn,
  secretArn,
  topicArn,
} from './names.ts';
