/** The environment of the functions, as the deployed stack would set it. */
import { ENV } from '../lambdas/adapters/env.ts';
import { MAX_FILL_LISTS_PER_SECOND } from '../lambdas/adapters/env-fill.ts';
import type { EventsMode } from '../lambdas/core/model/served-bucket.ts';
import { LOCAL_FILL_CONCURRENCY } from './fills.ts';

export interface EnvironmentParts {
  tableName: string;
  buckets: string[];
  eventsMode: EventsMode;
  s3Endpoint: string;
  /** The built-in S3 endpoint's public address. Absent: another server's objects, for which downloads are off. */
  downloadEndpoint?: string | undefined;
  dynamodbEndpoint: string;
  queues: { endpoint: string; fillQueueUrl: string; deadLetterQueueUrl?: string | undefined };
  /** The process's own environment. Credentials, region and log settings in it are not changed. */
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
    // There is only one process, so only one clock.
    [ENV.clockMarginMs]: given[ENV.clockMarginMs] ?? '0',
    [ENV.sqsEndpoint]: parts.queues.endpoint,
    [ENV.fillQueueUrl]: parts.queues.fillQueueUrl,
    [ENV.fillConcurrency]: String(LOCAL_FILL_CONCURRENCY),
    // The servers here are only this stack's.
    [ENV.fillListsPerSecond]: given[ENV.fillListsPerSecond] ?? String(MAX_FILL_LISTS_PER_SECOND),
    ...(parts.queues.deadLetterQueueUrl !== undefined && {
      [ENV.deadLetterQueueUrl]: parts.queues.deadLetterQueueUrl,
    }),
    [ENV.region]: given.AWS_REGION ?? given.AWS_DEFAULT_REGION ?? REGION,
    ...credentials(given),
    // On AWS both go to CloudWatch; here they would hide the lines that are meant for the user.
    [ENV.logLevel]: given[ENV.logLevel] ?? 'WARN',
    POWERTOOLS_METRICS_DISABLED: given.POWERTOOLS_METRICS_DISABLED ?? 'true',
  };
}

/** Settings of served buckets may be given as for a deployed function. */
export function bucketSettings({
  buckets,
  eventsMode,
  given,
  downloadEndpoint,
}: Pick<EnvironmentParts, 'buckets' | 'eventsMode' | 'given' | 'downloadEndpoint'>): object[] {
  const text = given[ENV.buckets];
  const settings: unknown = text === undefined ? [] : JSON.parse(text);
  const named = new Map((Array.isArray(settings) ? settings : []).map((one) => [one?.name, one]));
  // The built-in endpoint answers everybody on this machine anyway.
  const defaults = downloadEndpoint === undefined ? {} : { downloads: true };
  return buckets.map((name) => ({ ...defaults, ...named.get(name), name, events: eventsMode }));
}

/** The local servers accept any credentials. The user's own profile or keys are for other servers. */
export function credentials(given: EnvironmentParts['given']): Record<string, string> {
  if (given.AWS_ACCESS_KEY_ID !== undefined || given.AWS_PROFILE !== undefined) return {};
  return { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
}
