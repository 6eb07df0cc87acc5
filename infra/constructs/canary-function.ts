/**
 * The canary, for deployments that enable it: once an hour it reads each bucket like a caller, and compares a part of
 * it with S3.
 */
import { Duration, Stack, Token } from 'aws-cdk-lib';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ENV } from '../../lambdas/adapters/env.ts';
import { SettingsError } from '../config.ts';
import type { ServiceMetrics } from '../metrics.ts';
import { literal } from '../policy-text.ts';
import { listCondition, MAX_SETTINGS_BYTES, type ServedBucket } from './served-buckets.ts';
import { ServiceFunction, type ServiceFunctionProps } from './service-function.ts';

const MEMORY_MB = 256;
/** Confirming differences takes a little over a minute. Everything else is a few requests a second. */
const TIMEOUT = Duration.minutes(5);
const EVERY = Duration.hours(1);
/**
 * An hour without a run is not a failure yet, because a run at the full hour may be counted in the hour before or
 * after.
 */
const SILENT_HOURS = 3;
/** The longest ARN of a queue: Region, account and a name of 80 characters. */
const MAX_ARN_LENGTH = 130;

export interface CanaryFunctionProps
  extends Omit<ServiceFunctionProps, 'module' | 'description' | 'timeout' | 'memoryMb'> {
  url: string;
  apiArn: string;
  /** Only buckets of this account: in another account, the bucket's policy would have to allow the canary's role. */
  buckets: ServedBucket[];
  queue: IQueue;
  metrics: ServiceMetrics;
}

export class CanaryFunction extends ServiceFunction {
  constructor(scope: Construct, id: string, props: CanaryFunctionProps) {
    super(scope, id, {
      ...props,
      module: 'canary',
      description: 's3dex: checks the service every hour',
      memoryMb: MEMORY_MB,
      timeout: TIMEOUT,
    });
    this.setEnvironment(ENV.deployment, props.metrics.deployment);
    this.setEnvironment(ENV.apiUrl, props.url);
    this.setEnvironment(ENV.canaryBuckets, this.settingsOf(props));
    for (const served of props.buckets) this.allowLooking(served, props.apiArn);
    new Rule(this, 'Hourly', {
      description: 'runs the canary of s3dex',
      schedule: Schedule.rate(EVERY),
      targets: [new LambdaFunction(this.fn)],
    });
    props.alarms.add(this, 'CanaryFailed', {
      metric: props.metrics.canaryFailures(EVERY),
      threshold: 0,
      breaching: 1,
      minutes: 1,
      reason:
        'The hourly check failed: a bucket cannot be read, its notifications were changed, or the index differs from S3.',
      runbook: 'canary',
    });
    props.alarms.add(this, 'CanarySilent', {
      metric: props.metrics.canaryFailures(EVERY),
      threshold: 0,
      breaching: SILENT_HOURS,
      minutes: SILENT_HOURS,
      silenceIsBad: true,
      reason: `The hourly check has not succeeded for ${SILENT_HOURS} hours: it fails each time, or does not run.`,
      runbook: 'canary',
    });
  }

  private settingsOf({ buckets, queue }: CanaryFunctionProps): string {
    const stack = Stack.of(this);
    const settings = buckets.map(({ name, settings: { events, prefixes, region, requestPayer } }) => ({
      name,
      region: region ?? stack.region,
      prefixes,
      requestPayer,
      notifies: typeof events === 'object' ? events.topicArn : events === 's3' ? queue.queueArn : events,
    }));
    const text = JSON.stringify(settings, (_, value) =>
      typeof value === 'string' && Token.isUnresolved(value) ? 'x'.repeat(MAX_ARN_LENGTH) : value,
    );
    if (Buffer.byteLength(text) > MAX_SETTINGS_BYTES) {
      throw new SettingsError(
        `The canary's settings take ${Buffer.byteLength(text)} bytes, but a function's environment holds only 4 KB: serve fewer buckets or prefixes, or deploy without the canary`,
      );
    }
    return stack.toJsonString(settings);
  }

  /**
   * Allows the canary one route of the API, LIST of the served prefixes, and reading the bucket's notification
   * configuration.
   */
  private allowLooking(
    { bucket, name, settings: { account, events, prefixes } }: ServedBucket,
    apiArn: string,
  ): void {
    const own = { StringEquals: { 'aws:ResourceAccount': account ?? bucket.env.account } };
    this.allow(
      new PolicyStatement({
        actions: ['execute-api:Invoke'],
        resources: [`${apiArn}/$default/GET/v1/buckets/${literal(name)}/entries`],
      }),
    );
    this.allow(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { ...own, ...(prefixes.length > 0 && listCondition(prefixes)) },
      }),
    );
    if (events === 'none') return;
    this.allow(
      new PolicyStatement({
        actions: ['s3:GetBucketNotification'],
        resources: [bucket.bucketArn],
        conditions: own,
      }),
    );
  }
}
