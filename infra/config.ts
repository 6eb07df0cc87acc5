/**
 * The settings of a deployment: everything that `cdk deploy` accepts, with defaults and bounds. Parsed strictly at
 * synthesis, so that a misspelt or impossible setting never reaches CloudFormation.
 */
import { Token } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { z } from 'zod';
import { DEFAULT_FUNCTION_MB } from '../lambdas/adapters/env.ts';
import {
  DEFAULT_FILL_CONCURRENCY,
  DEFAULT_FILL_LISTS_PER_SECOND,
  MAX_FILL_CONCURRENCY,
  MAX_FILL_LISTS_PER_SECOND,
} from '../lambdas/adapters/env-fill.ts';
import { isPrefixTemplate } from '../shared/prefix-template.ts';
import { type BucketInput, bucketSettings } from './config-bucket.ts';
import { explorerSetting } from './config-explorer.ts';
import { priceSettings } from './config-prices.ts';
import { faultOfView, viewSettings } from './config-views.ts';

/** The only retentions that CloudWatch Logs accepts (days). */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
/** Lambda's limits: without a batch window, it takes at most 10 messages from SQS; with a window, up to 10,000. */
const MAX_BATCH_WITHOUT_WINDOW = 10;
/**
 * A mark takes at least one DynamoDB call, and a third of a vCPU makes some hundreds of calls a second. So a larger
 * batch might not be finished within the function's 10 s, and the whole batch would then be delivered again. Larger
 * batches would also save nothing.
 */
const MAX_BATCH = 1_000;
const MAX_WINDOW_SECONDS = 300;
/**
 * The maximum number of buckets in one deployment. Their settings are in an environment variable, and a function's
 * environment holds 4 KB.
 */
export const MAX_BUCKETS = 20;

const positive = z.int().min(1);
const functionSettings = z.strictObject({
  /** Also determines the CPU share: 1,769 MB is one whole vCPU. */
  memoryMb: z.int().min(128).max(10_240),
  reservedConcurrency: positive.optional(),
  provisionedConcurrency: positive.optional(),
});

/** RFC 6749's scope-token: a token lists its scopes separated by spaces. */
const scope = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,64}$/, { error: 'not a scope (no spaces or quotes)' });

const iamAuthorizer = z.strictObject({ type: z.literal('iam') });
const jwtAuthorizer = z.strictObject({
  type: z.literal('jwt'),
  issuer: z.url({ protocol: /^https$/ }),
  audience: z.array(z.string().min(1)).min(1),
  /**
   * Scopes that make a caller a reader, an operator (who may do everything that a reader may), or a downloader (who
   * may get URLs of objects).
   */
  scopes: z
    .strictObject({ reader: scope, operator: scope, downloader: scope.default('s3dex/download') })
    .refine((it) => it.reader !== it.operator, {
      path: ['operator'],
      error: "is the same as the reader's scope: every reader would be an operator",
    })
    .refine((it) => it.downloader !== it.reader && it.downloader !== it.operator, {
      path: ['downloader'],
      error: 'is the same as another scope: its callers would get the contents of objects',
    })
    .prefault({ reader: 's3dex/read', operator: 's3dex/operate' }),
  /** Which prefixes of every bucket a caller may see, by claims of its token. Absent: everything that is served. */
  callerPrefixes: z
    .array(
      z.string().refine(isPrefixTemplate, {
        error: 'must be a prefix that contains a claim, as in "users/$' + '{sub}/", or only a claim',
      }),
    )
    .min(1)
    .optional(),
});

/** An origin as browsers send it: with a scheme and without a path. Any other form would never match. */
const origin = z.string().regex(/^(\*|https?:\/\/[^/\s]+)$/, {
  error: 'must be an origin such as "https://app.example" (with a scheme, without a path), or "*"',
});

const feed = z
  .strictObject({
    /**
     * A different number makes the stack set the buckets' notifications again, even if nothing else in the template
     * has changed.
     */
    revision: z.int().min(1).default(1),
    batchSize: z.int().min(1).max(MAX_BATCH).default(MAX_BATCH_WITHOUT_WINDOW),
    windowSeconds: z.int().min(0).max(MAX_WINDOW_SECONDS).default(0),
    /** Concurrent invocations of the invalidation function. SQS event sources allow 2 to 1,000. */
    maxConcurrency: z.int().min(2).max(1000).default(10),
  })
  .refine((it) => it.windowSeconds > 0 || it.batchSize <= MAX_BATCH_WITHOUT_WINDOW, {
    path: ['batchSize'],
    error: `without a batch window Lambda takes at most ${MAX_BATCH_WITHOUT_WINDOW} messages: set windowSeconds to 1 or more`,
  });

/**
 * The canary spends a little over a minute on confirming differences, which must be longer than events wait for a
 * batch.
 */
const MAX_CANARY_WINDOW_SECONDS = 30;
const MAX_SECONDS_BETWEEN_LISTS = 10;
const fills = z
  .strictObject({
    memoryMb: functionSettings.shape.memoryMb.default(DEFAULT_FUNCTION_MB.fill),
    /** Number of workers at the same time; SQS event sources allow 2 to 1,000. */
    maxConcurrency: z.int().min(2).max(MAX_FILL_CONCURRENCY).default(DEFAULT_FILL_CONCURRENCY),
    /** LISTs a second of all workers together. */
    listsPerSecond: z.int().min(1).max(MAX_FILL_LISTS_PER_SECOND).default(DEFAULT_FILL_LISTS_PER_SECOND),
  })
  // Each worker waits this long between its LISTs, within the time of one invocation.
  .refine((it) => it.maxConcurrency <= it.listsPerSecond * MAX_SECONDS_BETWEEN_LISTS, {
    path: ['listsPerSecond'],
    error: `must be at least maxConcurrency / ${MAX_SECONDS_BETWEEN_LISTS}; otherwise a worker would wait too long between its LISTs`,
  });

/** The bucket's name if it is already known, as for an imported bucket; otherwise the path of the construct. */
const nameOf = (bucket: IBucket) =>
  Token.isUnresolved(bucket.bucketName) ? bucket.node.path : bucket.bucketName;

const everySetting = z.strictObject({
  buckets: z
    .array(bucketSettings)
    .min(1, { error: 'name at least one bucket' })
    .max(MAX_BUCKETS)
    .superRefine((buckets, context) => {
      const names = buckets.map((it) => it.name ?? (it.bucket && nameOf(it.bucket)));
      for (const [index, name] of names.entries()) {
        if (name !== undefined && names.indexOf(name) < index) {
          context.addIssue({ code: 'custom', path: [index, 'name'], message: `${name} is listed twice` });
        }
      }
    }),
  views: viewSettings,
  authorizer: z.discriminatedUnion('type', [iamAuthorizer, jwtAuthorizer]).default({ type: 'iam' }),
  /** Limits for the whole API: requests a second, and the burst. API Gateway answers further requests with 429. */
  throttle: z
    .strictObject({ rateLimit: positive, burstLimit: positive })
    .default({ rateLimit: 500, burstLimit: 1000 }),
  /** Absent: no CORS headers. */
  cors: z.strictObject({ origins: z.array(origin).min(1) }).optional(),
  /** ARN of an SNS topic. Absent: alarms change their state without notifying anyone. */
  alarmTopicArn: z
    .string()
    .regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, { error: 'not the ARN of an SNS topic' })
    .optional(),
  /** The alarm goes off when the calls to S3 cost more than this many dollars in an hour. A million LISTs cost $5. */
  alarmS3DollarsAnHour: z.number().positive().default(1),
  /** Absent: the prices of us-east-1. */
  prices: priceSettings.optional(),
  /** The API's log of every request. Without it there is no alarm about throttled callers. */
  accessLog: z.boolean().default(true),
  logRetentionDays: z
    .int()
    .refine((days) => RETENTION_DAYS.includes(days), { error: `must be one of ${RETENTION_DAYS.join(', ')}` })
    .default(30),
  /**
   * What happens to the table and the logs when the stack is deleted. Default `destroy`, because the index can be
   * rebuilt from S3.
   */
  removalPolicy: z.enum(['destroy', 'retain']).default('destroy'),
  /**
   * Limits of the on-demand table, in units a second. They equal the capacity of a new table, so only excessive use
   * reaches them. Beyond a limit, S3 is asked instead.
   */
  table: z
    .strictObject({ maxReadUnits: positive.default(12_000), maxWriteUnits: positive.default(4_000) })
    .prefault({}),
  listing: functionSettings.extend({ memoryMb: functionSettings.shape.memoryMb.default(1024) }).prefault({}),
  invalidation: functionSettings
    .omit({ provisionedConcurrency: true })
    .extend({ memoryMb: functionSettings.shape.memoryMb.default(512) })
    .prefault({}),
  feed: feed.prefault({}),
  /** The workers of fills; false: there are no workers, and requests for fills get a 404. */
  fills: z.union([z.literal(false), fills]).prefault({}),
  /** X-Ray traces of the functions. */
  tracing: z.boolean().default(false),
  /** The explorer's page at `GET /`. */
  explorer: explorerSetting,
  /** A function that reads every bucket and compares it with S3 once an hour. */
  canary: z.boolean().default(false),
});

export const settingsSchema = everySetting
  .superRefine(({ buckets, views }, context) => {
    const names = views.map((it) => it.view);
    for (const [index, view] of views.entries()) {
      const message =
        names.indexOf(view.view) < index ? `${view.view} is listed twice` : faultOfView(view, buckets);
      if (message) context.addIssue({ code: 'custom', path: ['views', index], message });
    }
  })
  .refine((it) => !it.explorer || it.authorizer.type === 'jwt', {
    path: ['explorer'],
    error: 'browsers cannot sign requests for the iam authorizer: use the jwt authorizer',
  })
  .refine((it) => !it.canary || it.feed.windowSeconds <= MAX_CANARY_WINDOW_SECONDS, {
    path: ['canary'],
    error: `requires feed.windowSeconds of at most ${MAX_CANARY_WINDOW_SECONDS}; otherwise it would report events that still wait for a batch`,
  })
  .refine((it) => !it.canary || it.authorizer.type === 'iam', {
    path: ['canary'],
    error: 'the canary signs its requests and has no token: use the iam authorizer',
  })
  .refine((it) => !it.canary || it.buckets.some(({ account }) => account === undefined), {
    path: ['canary'],
    error: "the canary checks only buckets of the stack's account, and there are none",
  })
  // Lambda would reject this in the middle of a deployment.
  .refine(
    ({ listing: { provisionedConcurrency: warm = 0, reservedConcurrency: most = warm } }) => warm <= most,
    {
      path: ['listing', 'provisionedConcurrency'],
      error: 'is greater than reservedConcurrency',
    },
  )
  // Throttled batches count as received. After five times, their events become dead letters.
  .refine(
    ({ invalidation, feed: { maxConcurrency: batches } }) =>
      (invalidation.reservedConcurrency ?? batches) >= batches,
    {
      path: ['invalidation', 'reservedConcurrency'],
      error:
        'is less than feed.maxConcurrency (10 if not set): Lambda would reject batches, and their events would become dead letters',
    },
  );

/** Settings with all defaults filled in. */
export type Settings = z.output<typeof settingsSchema>;
/** Settings as written by a person: only the buckets are required, and a bucket may be just its name. */
export type SettingsInput = Omit<z.input<typeof settingsSchema>, 'buckets'> & {
  buckets: (string | IBucket | BucketInput)[];
};

export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** @throws SettingsError when a setting is unknown, missing or out of bounds; the message names all of them. */
export function parseSettings(input: unknown, source: string): Settings {
  const parsed = settingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${describePath(issue.path)}: ${issue.message}`);
  throw new SettingsError(`Invalid settings in ${source}:\n${problems.join('\n')}`);
}

/** The path as in code, such as `buckets[0].events`. */
function describePath(path: PropertyKey[]): string {
  if (path.length === 0) return 'settings';
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index ? '.' : ''}${String(step)}`))
    .join('');
}
