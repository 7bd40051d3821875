// Resource type → the properties the provisioner builds, and those it sets aside because nothing here could show them.

/** Properties of one type; any other is an error, so that a change of the stack is seen here. */
export interface KnownProperties {
  readonly built: readonly string[];
  /** Encryption, public access, retention, words for people: AWS's to keep, asserted in test/infra. */
  readonly aside: readonly string[];
}

/** All types a stack may have. */
export const KNOWN: ReadonlyMap<string, KnownProperties> = new Map([
  [
    'AWS::S3::Bucket',
    {
      built: ['BucketName', 'VersioningConfiguration'],
      aside: [
        'BucketEncryption',
        'LifecycleConfiguration',
        'OwnershipControls',
        'PublicAccessBlockConfiguration',
      ],
    },
  ],
  [
    'Custom::S3BucketNotifications',
    {
      built: [
        'BucketName',
        'Managed',
        'NotificationConfiguration',
        'ServiceToken',
        'SkipDestinationValidation',
      ],
      aside: [],
    },
  ],
  ['AWS::S3::BucketPolicy', { built: ['PolicyDocument'], aside: ['Bucket'] }],
  [
    'AWS::SQS::Queue',
    {
      built: ['MessageRetentionPeriod', 'QueueName', 'RedrivePolicy', 'VisibilityTimeout'],
      aside: ['SqsManagedSseEnabled'],
    },
  ],
  ['AWS::SQS::QueuePolicy', { built: ['PolicyDocument'], aside: ['Queues'] }],
  // Nothing here is encrypted.
  ['AWS::KMS::Key', { built: [], aside: ['Description', 'EnableKeyRotation', 'KeyPolicy'] }],
  ['AWS::SNS::Topic', { built: [], aside: ['DisplayName', 'KmsMasterKeyId'] }],
  [
    'AWS::SNS::Subscription',
    {
      built: [
        'Endpoint',
        'FilterPolicy',
        'Protocol',
        'RawMessageDelivery',
        'RedrivePolicy',
        'TopicArn',
      ],
      aside: [],
    },
  ],
  // Nothing here measures: what alarms ask for is held against what functions emit in test/infra.
  [
    'AWS::CloudWatch::Alarm',
    {
      built: [],
      aside: [
        'ActionsEnabled',
        'AlarmActions',
        'AlarmDescription',
        'AlarmName',
        'ComparisonOperator',
        'DatapointsToAlarm',
        'Dimensions',
        'EvaluationPeriods',
        'ExtendedStatistic',
        'MetricName',
        'Metrics',
        'Namespace',
        'OKActions',
        'Period',
        'Statistic',
        'Threshold',
        'TreatMissingData',
      ],
    },
  ],
  ['AWS::CloudWatch::Dashboard', { built: [], aside: ['DashboardBody', 'DashboardName'] }],
  ['AWS::SNS::TopicPolicy', { built: ['PolicyDocument'], aside: ['Topics'] }],
  [
    'AWS::DynamoDB::Table',
    {
      built: ['AttributeDefinitions', 'BillingMode', 'GlobalSecondaryIndexes', 'KeySchema'],
      // Nothing ends here in time: the stores compare for themselves.
      aside: ['PointInTimeRecoverySpecification', 'SSESpecification', 'TimeToLiveSpecification'],
    },
  ],
  [
    'AWS::Events::Rule',
    { built: ['ScheduleExpression', 'State', 'Targets'], aside: ['Description'] },
  ],
  // Driven by test/functions/replay, as the machine would.
  [
    'AWS::StepFunctions::StateMachine',
    {
      built: ['DefinitionString', 'RoleArn', 'StateMachineName'],
      aside: ['LoggingConfiguration', 'StateMachineType', 'TracingConfiguration'],
    },
  ],
  ['AWS::Logs::LogGroup', { built: [], aside: ['RetentionInDays'] }],
  ['AWS::IAM::Role', { built: ['AssumeRolePolicyDocument'], aside: ['Description'] }],
  ['AWS::IAM::Policy', { built: ['PolicyDocument', 'Roles'], aside: ['PolicyName'] }],
  [
    'AWS::Lambda::Function',
    {
      built: ['Environment', 'FunctionName', 'Handler', 'MemorySize', 'Role', 'Runtime', 'Timeout'],
      // The code is taken from where the metadata says the asset lies; JavaScript runs on any architecture.
      // Nothing here looks for loops of invocations.
      aside: ['Architectures', 'Code', 'Description', 'LoggingConfig', 'RecursiveLoop'],
    },
  ],
  [
    'AWS::Lambda::EventSourceMapping',
    {
      built: [
        'BatchSize',
        'EventSourceArn',
        'FunctionName',
        'FunctionResponseTypes',
        'MaximumBatchingWindowInSeconds',
        'ScalingConfig',
      ],
      aside: [],
    },
  ],
  [
    'AWS::Lambda::EventInvokeConfig',
    {
      built: ['DestinationConfig', 'FunctionName', 'MaximumRetryAttempts'],
      aside: ['MaximumEventAgeInSeconds', 'Qualifier'],
    },
  ],
  [
    'AWS::Lambda::Permission',
    {
      built: ['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn'],
      aside: [],
    },
  ],
]);
