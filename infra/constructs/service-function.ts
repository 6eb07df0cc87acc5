/** A function of the service: its bundle, role, log group, and the alarms that every function has. */
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
 * One ESM file that includes the SDK. So the tested code is the code that runs, and a cold start opens only one file.
 * `createRequire` is needed because some dependencies are CommonJS and call require for Node's own modules.
 */
export const BUNDLING = {
  format: OutputFormat.ESM,
  target: 'node24',
  mainFields: ['module', 'main'],
  minify: true,
  sourceMap: true,
  // The source map is a file next to the bundle, and the bundle refers to it. (An external map has no reference and
  // is not found.)
  sourceMapMode: SourceMapMode.DEFAULT,
  // Stack traces need only positions. The sources would triple the asset's size.
  sourcesContent: false,
  bundleAwsSDK: true,
  banner: "import{createRequire}from'module';const require=createRequire(import.meta.url);",
} as const satisfies BundlingOptions;

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
  readonly fn: NodejsFunction;
  readonly logGroup: LogGroup;
  private readonly role: Role;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps) {
    super(scope, id);
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.logRetentionDays,
      removalPolicy: props.removalPolicy,
    });
    // Its own role instead of AWSLambdaBasicExecutionRole, which allows writing to every log group of the account.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.allow(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [this.logGroup.logGroupArn],
      }),
    );
    this.fn = new NodejsFunction(this, 'Function', {
      ...codeOf(props.module),
      // With the file's name: CDK adds `index.` to a bare name only when it bundles, not for ready-made code.
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      description: `${props.description} (${VERSION})`,
      memorySize: props.memoryMb,
      timeout: props.timeout,
      role: this.role,
      logGroup: this.logGroup,
      // The bundled SDK keeps connections alive by default.
      awsSdkConnectionReuse: false,
      tracing: props.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      environment: { NODE_OPTIONS: '--enable-source-maps' },
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

/** Built by a separate process, because building the page is asynchronous and CDK is synchronous. */
function explorerCode(): Code {
  return Code.fromAsset(join(PACKAGE_ROOT, 'explorer'), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: {
      // Required by CDK's types, but never used: the local bundling always succeeds or throws.
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
