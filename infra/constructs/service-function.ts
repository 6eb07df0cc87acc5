/** A function of the service: bundle, role, log group, and the alarms every function needs. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssetHashType, DockerImage, type Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import {
  type BundlingOptions,
  NodejsFunction,
  OutputFormat,
  SourceMapMode,
} from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { VERSION } from '../version.ts';
import { ALARM_PERIOD, type Alarms } from './alarms.ts';

const PACKAGE_ROOT = join(import.meta.dirname, '..', '..');

/**
 * One ESM file with the SDK inside, so that what was tested is what runs and no file but one is opened at a cold start.
 * `createRequire`: some dependencies are CommonJS and call require for Node's own modules.
 */
export const BUNDLING = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  // Beside the bundle and named in it. (External maps are not named, and so never found.)
  sourceMapMode: SourceMapMode.DEFAULT,
  // Stack traces need positions only; the sources would triple the asset.
  sourcesContent: false,
  bundleAwsSDK: true,
  banner: "import{createRequire}from'module';const require=createRequire(import.meta.url);",
} as const satisfies BundlingOptions;

export interface ServiceFunctionProps {
  /** Handler module under lambdas/, without its extension; or the explorer's page. */
  module: 'listing' | 'invalidation' | 'explorer';
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
  readonly fn: NodejsFunction;
  readonly logGroup: LogGroup;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    // A role of its own instead of AWSLambdaBasicExecutionRole, which may write to every log group of the account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
    );
    this.fn = new NodejsFunction(this, 'Function', {
      ...codeOf(props.module),
      // With its file: CDK puts `index.` before a bare name only where it bundles, not where the code is given ready-made.
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: `${props.description} (${VERSION})`,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role: this.role,
      logGroup: this.logGroup,
      // The bundle brings its own SDK, which keeps connections alive by default.
      awsSdkConnectionReuse: false,
      tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: { NODE_OPTIONS: '--enable-source-maps' },
      ...(props.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: props.reservedConcurrency,
      }),
    });
    this.acknowledge(props);
    this.watch(props.alarms);
  }

  /** The role's own policy; permissions come only from what binds something to this function. */
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
        'Invocations end in an error (a crash, a timeout, no memory, a setting missing at start): expected failures are answers and do not count.',
      runbook: 'errors',
    });
    alarms.add(this, 'Throttles', {
      metric: this.fn.metricThrottles({ period: ALARM_PERIOD, statistic: Stats.SUM }),
      threshold: 0,
      breaching: 2,
      minutes: 5,
      reason: 'Lambda turns invocations away: the concurrency of the function or of the account is used up.',
      runbook: 'throttles',
    });
  }

  private acknowledge(props: ServiceFunctionProps): void {
    if (!props.tracing) return;
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
      reason: 'X-Ray has no resources to name: PutTraceSegments and PutTelemetryRecords take only "*".',
    });
  }
}

/** The published package carries built bundles; in the repository esbuild makes them at synth, without Docker. */
function codeOf(module: ServiceFunctionProps['module']) {
  const built = join(import.meta.dirname, '..', '..', 'lambdas', module);
  if (existsSync(join(built, 'index.mjs'))) return { code: Code.fromAsset(built) };
  if (module === 'explorer') return { code: explorerCode() };
  return {
    entry: join(PACKAGE_ROOT, 'lambdas', `${module}.ts`),
    projectRoot: PACKAGE_ROOT,
    depsLockFilePath: join(PACKAGE_ROOT, 'package-lock.json'),
    bundling: BUNDLING,
  };
}

/** Written by a process of its own, because the page is built asynchronously, and CDK waits for nothing. */
function explorerCode(): Code {
  return Code.fromAsset(join(PACKAGE_ROOT, 'explorer'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Asked for by CDK's types; never run, because the local way does not fail over to it.
      image: DockerImage.fromRegistry('none'),
      local: {
        tryBundle(folder) {
          execFileSync(process.execPath, [join(PACKAGE_ROOT, 'explorer', 'write-function.ts'), folder]);
          return true;
        },
      },
    },
  });
}
