/** A function of the service: its bundle, role, log group, and the alarms that every function has. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AssetHashType, DockerImage, type Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { VERSION } from '../version.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';

const PACKAGE_ROOT = join(import.meta.dirname, '..', '..');

export interface ServiceFunctionProps {
  /** The handler module in lambdas/ without its extension, or the explorer's page. */
  module: 'listing' | 'invalidation' | 'fill' | 'canary' | 'explorer';
  description: string;
  memoryMb: number;
  timeout: Duration;
  reservedConcurrency?: number | undefined;
  tracing: boolean;
  logRetentionDays: number;
  removalPolicy: RemovalPolicy;
  alarms: Alarms;
}

export class ServiceFunction extends Construct {
  readonly fn: LambdaFunction;
  readonly logGroup: LogGroup;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    // A role of its own instead of AWSLambdaBasicExecutionRole, which allows writing to every log group of the
    // account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
    );
    this.fn = new LambdaFunction(this, 'Function', {
      code: codeOf(props.module),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: `${props.description} (${VERSION})`,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role: this.role,
      logGroup: this.logGroup,
      // Lambda itself logs only warnings. Its lines about every request (START, END, REPORT) would be half of the
      // log.
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      reservedConcurrentExecutions: props.reservedConcurrency,
    });
    this.acknowledge(props);
    this.watch(props.alarms);
  }

  /** Adds to the role's own policy. Only the methods that bind something to this function add permissions. */
  allow(statement: PolicyStatement): void {
    this.role.addToPrincipalPolicy(statement);
  }

  setEnvironment(name: string, value: string): void {
    this.fn.addEnvironment(name, value);
  }

  private watch(alarms: Alarms): void {
    alarms.add(this, 'Errors', {
      metric: this.fn.metricErrors({ period: ALARM_PERIOD, statistic: Stats.SUM }),
      threshold: 0,
      breaching: 2,
      minutes: 5,
      reason:
        'Invocations end with an error (a crash, a timeout, out of memory, an invalid setting at start). Expected failures are HTTP answers and do not count.',
      runbook: 'errors',
    });
    alarms.add(this, 'Throttles', {
      metric: this.fn.metricThrottles({ period: ALARM_PERIOD, statistic: Stats.SUM }),
      threshold: 0,
      breaching: 2,
      minutes: 5,
      reason:
        'Lambda rejects invocations, because the concurrency of the function or of the account is used up.',
      runbook: 'throttles',
    });
  }

  private acknowledge(props: ServiceFunctionProps): void {
    if (!props.tracing) return;
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resource ARNs: PutTraceSegments and PutTelemetryRecords accept only "*".',
    });
  }
}

/**
 * The published package contains built bundles. In the repository, esbuild builds them at synthesis, without Docker.
 */
function codeOf(module: ServiceFunctionProps['module']): Code {
  const built = join(PACKAGE_ROOT, 'lambdas', module);
  if (existsSync(join(built, 'index.mjs'))) return Code.fromAsset(built);
  return module === 'explorer'
    ? codeWrittenBy('explorer/write-function.ts')
    : codeWrittenBy('infra/write-function.ts', module);
}

/** The script runs in a separate process, because esbuild's API is asynchronous and CDK is synchronous. */
function codeWrittenBy(script: string, ...args: string[]): Code {
  return Code.fromAsset(dirname(join(PACKAGE_ROOT, script)), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Required by CDK's types, but never used: the local bundling always succeeds or throws.
      image: DockerImage.fromRegistry('none'),
      // Not executed either, but it makes the assets different: CDK builds equal assets only once.
      command: [script, ...args],
      local: {
        tryBundle(folder) {
          execFileSync(process.execPath, [join(PACKAGE_ROOT, script), ...args, folder]);
          return true;
        },
      },
    },
  });
}
