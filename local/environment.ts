/** The environment of the functions, as in the deployed stack. */
import * as z from 'zod/mini';
import { ENV, parseEnvironment } from '../lambdas/adapters/env.ts';
import { bucketsText } from '../lambdas/adapters/env-buckets.ts';
import { MAX_FILL_LISTS_PER_SECOND } from '../lambdas/adapters/env-fill.ts';
import type { EventsMode } from '../lambdas/core/model/served-bucket.ts';
import { LOCAL_FILL_CONCURRENCY } from './fills.ts';

export interface EnvironmentParts {
  tableName: string;
  buckets: string[];
  eventsMode: EventsMode;
  s3Endpoint: string;
  /**
   * Address at which callers reach the built-in S3 endpoint. Absent for another server, for which downloads are off.
   */
  downloadEndpoint?: string | undefined;
  dynamodbEndpoint: string;
  queues: { endpoint: string; fillQueueUrl: string; deadLetterQueueUrl?: string | undefined };
  /** The process's own environment. Credentials, region and log settings from it are used unchanged. */
  given: Readonly<Record<string, string | undefined>>;
}

const REGION = 'us-east-1';

export function functionEnvironment(parts: EnvironmentParts): Record<string, string> {
  const { given } = parts;
  return {
    [ENV.table]: parts.tableName,
    [ENV.buckets]: JSON.stringify(bucketSettings(parts)),
    ...(parts.downloadEndpoint !== undefined && { [ENV.downloadEndpoint]: parts.downloadEndpoint }),
    [ENV.s3Endpoint]: parts.s3Endpoint,
    [ENV.dynamodbEndpoint]: parts.dynamodbEndpoint,
    // All functions run in one process, so there is only one clock.
    [ENV.clockMarginMs]: given[ENV.clockMarginMs] ?? '0',
    [ENV.sqsEndpoint]: parts.queues.endpoint,
    [ENV.fillQueueUrl]: parts.queues.fillQueueUrl,
    [ENV.fillConcurrency]: String(LOCAL_FILL_CONCURRENCY),
    // The local servers have no other users, so the rate of LISTs is not limited.
    [ENV.fillListsPerSecond]: given[ENV.fillListsPerSecond] ?? String(MAX_FILL_LISTS_PER_SECOND),
    ...(parts.queues.deadLetterQueueUrl !== undefined && {
      [ENV.deadLetterQueueUrl]: parts.queues.deadLetterQueueUrl,
    }),
    [ENV.region]: given.AWS_REGION ?? given.AWS_DEFAULT_REGION ?? REGION,
    ...credentials(given),
    // On AWS, logs and metrics go to CloudWatch. Here they would hide the lines for the user.
    [ENV.logLevel]: given[ENV.logLevel] ?? 'WARN',
    POWERTOOLS_METRICS_DISABLED: given.POWERTOOLS_METRICS_DISABLED ?? 'true',
  };
}

const GIVEN_BUCKETS = z.object({ [ENV.buckets]: z.optional(bucketsText) });

/**
 * The served buckets. Their settings may be given in the same variable as for a deployed function, with the same rules.
 */
export function bucketSettings({
  buckets,
  eventsMode,
  given,
  downloadEndpoint,
}: Pick<EnvironmentParts, 'buckets' | 'eventsMode' | 'given' | 'downloadEndpoint'>): object[] {
  const { [ENV.buckets]: settings = [] } = parseEnvironment('listing', GIVEN_BUCKETS, {
    [ENV.buckets]: given[ENV.buckets],
  });
  const named = new Map(settings.map((one) => [one.name, one]));
  // The built-in endpoint answers every client on this machine, so downloads need no permission.
  const defaults = downloadEndpoint === undefined ? {} : { downloads: true };
  return buckets.map((name) => ({ ...defaults, ...named.get(name), name, events: eventsMode }));
}

/**
 * The local servers accept any credentials. If the user's own credentials are set, they are used, because another
 * server may need them.
 */
export function credentials(given: EnvironmentParts['given']): Record<string, string> {
  if (given.AWS_ACCESS_KEY_ID !== undefined || given.AWS_PROFILE !== undefined) return {};
  return { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
}
