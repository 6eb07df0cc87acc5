/**
 * The settings of a deployment: everything `cdk deploy` can be told, with its default and its bounds. Parsed strictly at
 * synth, so that a misspelt or impossible setting never reaches CloudFormation.
 */
import { Token } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { z } from 'zod';
import { isPrefixTemplate } from '../shared/prefix-template.ts';
import { type BucketInput, bucketSettings } from './config-bucket.ts';
import { faultOfView, viewSettings } from './config-views.ts';

/** CloudWatch Logs takes these retentions and no other (days). */
const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
/** Without a window Lambda takes at most 10 messages from SQS; with one, up to 10,000 (its own limits). */
const MAX_BATCH_WITHOUT_WINDOW = 10;
/**
 * A mark is a DynamoDB call or more, and a third of a vCPU makes some hundreds of them a second: more than this might not be done
 * within the function's 10 s, and then all of it comes again. It would save nothing either.
 */
const MAX_BATCH = 1_000;
const MAX_WINDOW_SECONDS = 300;
/** Buckets one deployment serves at most: their settings travel in one environment variable of 4 KB. */
export const MAX_BUCKETS = 20;

const positive = z.int().min(1);
const functionSettings = z.strictObject({
  /** Also decides the CPU share: 1,769 MB is one whole vCPU. */
  memoryMb: z.int().min(128).max(10_240),
  reservedConcurrency: positive.optional(),
  provisionedConcurrency: positive.optional(),
});

/** RFC 6749's scope-token: scopes stand in a token with spaces between them. */
const scope = z
  .string()
  .regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,64}$/, { error: 'not a scope (no spaces or quotes)' });

const iamAuthorizer = z.strictObject({ type: z.literal('iam') });
const jwtAuthorizer = z.strictObject({
  type: z.literal('jwt'),
  issuer: z.url({ protocol: /^https$/ }),
  audience: z.array(z.string().min(1)).min(1),
  /** Scopes that make a caller a reader or an operator; an operator may do what a reader may. */
  scopes: z
    .strictObject({ reader: scope, operator: scope })
    .refine((it) => it.reader !== it.operator, {
      path: ['operator'],
      error: 'the same as the reader: every reader would be an operator',
    })
    .default({ reader: 's3dex/read', operator: 's3dex/operate' }),
  /** What a caller may see of every bucket, by claims of its token; absent: all that is served. */
  callerPrefixes: z
    .array(
      z.string().refine(isPrefixTemplate, {
        error: 'not a prefix with a claim, as "users/$' + '{sub}/" is, and no claim alone',
      }),
    )
    .min(1)
    .optional(),
});

/** As browsers send it, with a scheme and without a path: anything else would be accepted and never match. */
const origin = z.string().regex(/^(\*|https?:\/\/[^/\s]+)$/, {
  error: 'not an origin: "https://app.example" (a scheme, no path), or "*"',
});

const feed = z
  .strictObject({
    /** Another one sets the buckets' notifications again, also where nothing in the template changed. */
    revision: z.int().min(1).default(1),
    batchSize: z.int().min(1).max(MAX_BATCH).default(MAX_BATCH_WITHOUT_WINDOW),
    windowSeconds: z.int().min(0).max(MAX_WINDOW_SECONDS).default(0),
    /** Invalidation functions at work at the same time; SQS event sources take 2..1,000. */
    maxConcurrency: z.int().min(2).max(1000).default(10),
  })
  .refine((it) => it.windowSeconds > 0 || it.batchSize <= MAX_BATCH_WITHOUT_WINDOW, {
    path: ['batchSize'],
    error: `without a batch window Lambda takes at most ${MAX_BATCH_WITHOUT_WINDOW} messages: set windowSeconds to 1 or more`,
  });

/** A construct's own name where it is known already, as that of an imported bucket is. */
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
  /** Requests a second over the whole API, and how many may come at once; more are answered 429 by API Gateway. */
  throttle: z
    .strictObject({ rateLimit: positive, burstLimit: positive })
    .default({ rateLimit: 500, burstLimit: 1000 }),
  /** Absent: no CORS headers at all. */
  cors: z.strictObject({ origins: z.array(origin).min(1) }).optional(),
  /** ARN of an SNS topic; absent: alarms change state and tell nobody. */
  alarmTopicArn: z
    .string()
    .regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, { error: 'not the ARN of an SNS topic' })
    .optional(),
  /** What calls to S3 may cost in an hour before an alarm rings; a million LISTs are $5. */
  alarmS3DollarsAnHour: z.number().positive().default(1),
  logRetentionDays: z
    .int()
    .refine((days) => RETENTION_DAYS.includes(days), { error: `one of ${RETENTION_DAYS.join(', ')}` })
    .default(30),
  /** What becomes of the table and the logs with the stack. The index can be rebuilt from S3, so `destroy`. */
  removalPolicy: z.enum(['destroy', 'retain']).default('destroy'),
  /**
   * Ceilings of the on-demand table, in units a second: what a new table serves at once anyway, so that only a runaway
   * meets them. At the ceiling answers come from S3.
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
  /** X-Ray traces of the functions. */
  tracing: z.boolean().default(false),
  /** The explorer's page at `GET /`. */
  explorer: z.boolean().default(false),
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
    error: 'a browser cannot sign requests as the iam authorizer wants them: use the jwt authorizer',
  })
  // Lambda refuses it, in the middle of a deployment.
  .refine(
    ({ listing: { provisionedConcurrency: warm = 0, reservedConcurrency: most = warm } }) => warm <= most,
    {
      path: ['listing', 'provisionedConcurrency'],
      error: 'more than reservedConcurrency lets run',
    },
  )
  // Throttled batches count as received: five times, and their events are dead letters.
  .refine(
    ({ invalidation, feed: { maxConcurrency: batches } }) =>
      (invalidation.reservedConcurrency ?? batches) >= batches,
    {
      path: ['invalidation', 'reservedConcurrency'],
      error:
        'less than feed.maxConcurrency (10 if not set): batches would be throttled, and their events become dead letters',
    },
  );

/** Settings with every default filled in. */
export type Settings = z.output<typeof settingsSchema>;
/** Settings as they may be written: all but the buckets may be left out, and a bucket may be just its name. */
export type SettingsInput = Omit<z.input<typeof settingsSchema>, 'buckets'> & {
  buckets: (string | IBucket | BucketInput)[];
};

export class SettingsError extends Error {
  override name = 'SettingsError';
}

/** @throws {SettingsError} naming every setting that is unknown, missing or out of bounds. */
export function parseSettings(input: unknown, source: string): Settings {
  const parsed = settingsSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `  ${describePath(issue.path)}: ${issue.message}`);
  throw new SettingsError(`The settings in ${source} do not hold:\n${problems.join('\n')}`);
}

/** `buckets[0].events`, as one would write it in code. */
function describePath(path: PropertyKey[]): string {
  if (path.length === 0) return 'settings';
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index ? '.' : ''}${String(step)}`))
    .join('');
}
