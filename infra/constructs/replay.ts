// A bundle, the state table, the watched buckets → the state machine that replays plans, and its function. Costs nothing while none runs.

import { ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { AlertsConfig } from '../alerts-config.ts';
import type { LoggingConfig } from '../config.ts';
import { acknowledge, printedByNag } from '../nag.ts';
import { alertTerms } from './alert-terms.ts';
import type { Keeping } from './keeping.ts';
import { metricsNamespace } from './own-metric.ts';
import { PLANS_PREFIX, replayDefinition, RUNS_PREFIX } from './replay-definition.ts';
import { ScanRole } from './scan-role.ts';
import type { StateTable } from './state-table.ts';
import type { WatchedBucket } from './watched-bucket.ts';

/** Lambda's most: a batch has as much time as there is. */
const REPLAY_TIMEOUT = Duration.minutes(15);
/** MB: one vCPU, as the scan has. */
const REPLAY_MEMORY_MB = 1_769;

/** What a {@link Replay} is made from. */
export interface ReplayProps {
  readonly buckets: readonly WatchedBucket[];
  readonly state: StateTable;
  readonly keeping: Keeping;
  readonly topic: ITopic;
  readonly tenant: string;
  readonly tenants: readonly string[];
  readonly stackName: string;
  /** Batches read at once, at most, whatever a run asks for: live scans keep the rest of the account's concurrency. */
  readonly maxConcurrency: number;
  readonly alerts: AlertsConfig;
  readonly logging: LoggingConfig;
  /** Folder of the bundle. */
  readonly codeDirectory: string;
}

/**
 * The state machine `<stack>-replay` and its function. The function's role may what the scan's may, and besides
 *
 * - `dynamodb:Query` on the table's index of what is due: it finds there what its run has to judge
 * - `s3:GetObject`, `s3:PutObject` and, for that prefix, `s3:ListBucket` of `replays/runs/` in the bucket of evidence
 *
 * The state machine's role may invoke the function, read manifests under `replays/plans/`, write results under `replays/runs/`,
 * start, stop and see its own executions, and write its log and traces.
 */
export class Replay extends Construct {
  readonly function: LambdaFunction;
  readonly functionRole: Role;
  readonly role: Role;
  readonly machineArn: string;

  constructor(scope: Construct, id: string, props: ReplayProps) {
    super(scope, id);
    const { keeping } = props;
    const logGroup = this.#createLogs('Logs', props);
    const { role } = new ScanRole(this, 'FunctionRole', { ...props, logGroup });
    this.functionRole = role;
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ReadWhatIsDue',
        actions: ['dynamodb:Query'],
        resources: [props.state.dueIndexArn],
      }),
    );
    keeping.grantWrite(role, 'findings', 'evidence', 'quarantine');
    keeping.grantReplays(role, 'KeepRuns', { reads: [RUNS_PREFIX], writes: [RUNS_PREFIX] });
    this.function = this.#createFunction(props, logGroup);
    acknowledge(
      this.function,
      'Serverless-LambdaDLQ',
      'It is invoked by the state machine alone, which waits for it, tries it again and says what failed.',
    );
    acknowledge(
      this.function,
      'Serverless-LambdaTracing',
      'The state machine is traced, and says of each batch how long it took; a trace of the function would repeat that.',
    );
    this.role = this.#createRole(props);
    this.machineArn = this.#createStateMachine(props);
  }

  #createFunction(props: ReplayProps, logGroup: LogGroup): LambdaFunction {
    const { keeping } = props;
    return new LambdaFunction(this, 'Function', {
      description: 'Reads planned objects of the past, and judges what they hold',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: REPLAY_MEMORY_MB,
      timeout: REPLAY_TIMEOUT,
      handler: 'index.handler',
      code: Code.fromAsset(props.codeDirectory),
      environment: {
        SIGMA_LAMBDA_TOPIC_ARN: props.topic.topicArn,
        SIGMA_LAMBDA_STATE_TABLE: props.state.table.tableName,
        ...keeping.environment,
        SIGMA_LAMBDA_TENANT: props.tenant,
        SIGMA_LAMBDA_TENANTS: JSON.stringify(props.tenants),
        SIGMA_LAMBDA_REPLAY_CONCURRENCY: String(props.maxConcurrency),
        ...alertTerms(props.alerts),
        POWERTOOLS_SERVICE_NAME: 'replay',
        POWERTOOLS_METRICS_NAMESPACE: metricsNamespace(this),
        POWERTOOLS_LOG_LEVEL: props.logging.level,
        NODE_OPTIONS: '--disallow-code-generation-from-strings',
      },
      role: this.functionRole,
      logGroup,
    });
  }

  #createLogs(id: string, { logging }: ReplayProps): LogGroup {
    return new LogGroup(this, id, {
      retention: logging.retentionDays,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
  }

  #createRole(props: ReplayProps): Role {
    const name = nameOf(props);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('states.amazonaws.com'),
      description: 'Replays plans: invokes the function, reads manifests, writes results',
    });
    const executions = executionArns(this, name);
    const allow = (sid: string, actions: readonly string[], ...resources: readonly string[]) =>
      role.addToPolicy(
        new PolicyStatement({ sid, actions: [...actions], resources: [...resources] }),
      );
    allow('InvokeFunction', ['lambda:InvokeFunction'], this.function.functionArn);
    allow('StartChildren', ['states:StartExecution'], executions.machine);
    allow(
      'SeeChildren',
      ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
      executions.own,
      executions.children,
    );
    props.keeping.grantReplays(role, 'ReadPlans', {
      reads: [PLANS_PREFIX, RUNS_PREFIX],
      writes: [RUNS_PREFIX],
    });
    allow('WriteLogAndTraces', LOG_AND_TRACES, '*');
    for (const arn of [executions.own, executions.children]) {
      acknowledge(role, `AwsSolutions-IAM5[Resource::${printedByNag(arn)}]`, OWN_EXECUTIONS);
    }
    acknowledge(role, 'AwsSolutions-IAM5[Resource::*]', NO_RESOURCES);
    return role;
  }

  #createStateMachine(props: ReplayProps): string {
    const { role } = this;
    const bucketName = props.keeping.evidence.nameElsewhere;
    const { functionArn } = this.function;
    const machine = new CfnStateMachine(this, 'StateMachine', {
      stateMachineName: nameOf(props),
      stateMachineType: 'STANDARD',
      roleArn: role.roleArn,
      definitionString: Stack.of(this).toJsonString(replayDefinition({ functionArn, bucketName })),
      loggingConfiguration: {
        // Not what goes in and out: keys of objects say much of who is watched.
        includeExecutionData: false,
        level: 'ALL',
        destinations: [
          {
            cloudWatchLogsLogGroup: {
              logGroupArn: this.#createLogs('MachineLogs', props).logGroupArn,
            },
          },
        ],
      },
      tracingConfiguration: { enabled: true },
    });
    machine.node.addDependency(role);
    new CfnOutput(Stack.of(this), 'ReplayStateMachineArn', { value: machine.attrArn });
    new CfnOutput(Stack.of(this), 'ReplayBucketName', { value: bucketName });
    return machine.attrArn;
  }
}

/** What CloudWatch Logs and X-Ray know no resources for. */
const LOG_AND_TRACES = [
  'logs:CreateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:DescribeLogGroups',
  'logs:DescribeResourcePolicies',
  'logs:GetLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:UpdateLogDelivery',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
];
const NO_RESOURCES = 'Log deliveries of Step Functions and traces know no resources.';
const OWN_EXECUTIONS =
  'Executions have names of their own; the wildcard stands behind the machine’s name alone.';

function nameOf({ stackName }: ReplayProps): string {
  return `${stackName}-replay`;
}

function executionArns(scope: Construct, name: string) {
  const arn = (resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({
      service: 'states',
      resource,
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
  return {
    machine: arn('stateMachine', name),
    own: arn('execution', `${name}:*`),
    children: arn('execution', `${name}/*`),
  };
}
