/**
 * The environment of the handlers: one schema each, names as data shared with infra and the local stack. What is missing,
 * malformed or misspelt stops the function at its start with every fault named; nothing is guessed.
 */
import * as z from 'zod/mini';
import type { ServedBucket } from '../core/model/served-bucket.ts';
import { type BucketSetting, bucketSettings, bucketsText, filled, url } from './env-buckets.ts';
import { callerPrefixesText, viewedBuckets, viewsText } from './env-views.ts';

export const ENV = {
  table: 'S3DEX_TABLE',
  /** JSON: `[{name, events, prefixes?, listTtlSeconds?, statTtlSeconds?, tree?: {roots?, ttlSeconds?}, endpoint?, region?, requestPayer?}]`. */
  buckets: 'S3DEX_BUCKETS',
  /** JSON: `[{view, bucket, prefixes}]`. */
  views: 'S3DEX_VIEWS',
  /** JSON: a JSON array, templates of shared/prefix-template.ts. */
  callerPrefixes: 'S3DEX_CALLER_PREFIXES',
  /** Tells the metrics of one deployment in an account from another's. */
  deployment: 'S3DEX_DEPLOYMENT',
  clockMarginMs: 'S3DEX_CLOCK_MARGIN_MS',
  requestBudgetMs: 'S3DEX_REQUEST_BUDGET_MS',
  s3Endpoint: 'S3DEX_S3_ENDPOINT',
  dynamodbEndpoint: 'S3DEX_DYNAMODB_ENDPOINT',
  sqsEndpoint: 'S3DEX_SQS_ENDPOINT',
  deadLetterQueueUrl: 'S3DEX_DEAD_LETTER_QUEUE_URL',
  /** Set by Lambda itself. */
  region: 'AWS_REGION',
  functionMb: 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  /** Read by Powertools; checked here because Powertools passes over a misspelt one. */
  logLevel: 'LOG_LEVEL',
} as const;

/** Every variable with this prefix must be one of ENV, so that a misspelt one cannot be passed over. */
const OWN_PREFIX = 'S3DEX_';

/** Where nothing but one deployment is. */
const DEFAULT_DEPLOYMENT = 's3dex';
/** Added to every mark: how far two instances' clocks may be apart. */
export const DEFAULT_CLOCK_MARGIN_MS = 100;
export const MAX_CLOCK_MARGIN_MS = 10_000;
/** API Gateway gives up after 30 s; the rest of a request must fit in between. */
export const DEFAULT_REQUEST_BUDGET_MS = 20_000;
export const MAX_REQUEST_BUDGET_MS = 28_000;
export const MIN_REQUEST_BUDGET_MS = 100;

/** Where nothing says how much memory the function has (the local stack): as deployed by default. */
export const DEFAULT_FUNCTION_MB = { listing: 1_024, invalidation: 512 } as const;
const MAX_FUNCTION_MB = 10_240;
const MB_PER_GB = 1_024;

interface CommonSettings {
  tableName: string;
  deployment: string;
  buckets: BucketSetting[];
  clockMarginMs: number;
  region: string;
  /** Memory of the function, gigabytes. */
  functionGb: number;
  dynamodbEndpoint?: string;
}

export interface ListingSettings extends CommonSettings {
  requestBudgetMs: number;
  /** Each view as a bucket of its own name. */
  views: [name: string, bucket: ServedBucket][];
  callerPrefixes?: string[] | undefined;
}

export interface InvalidationSettings extends CommonSettings {
  deadLetterQueueUrl?: string;
  sqsEndpoint?: string;
}

const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.pipe(
    z.pipe(z.string().check(z.regex(/^[0-9]{1,9}$/, { error })), z.transform(Number)),
    z.number().check(z.gte(least, { error }), z.lte(most, { error })),
  );
};

const functionMb = (fallback: number) => z._default(wholeNumber(1, MAX_FUNCTION_MB), fallback);

const common = {
  [ENV.table]: filled,
  [ENV.deployment]: z._default(filled, DEFAULT_DEPLOYMENT),
  [ENV.buckets]: bucketsText,
  [ENV.clockMarginMs]: z._default(wholeNumber(0, MAX_CLOCK_MARGIN_MS), DEFAULT_CLOCK_MARGIN_MS),
  [ENV.s3Endpoint]: z.optional(url),
  [ENV.dynamodbEndpoint]: z.optional(url),
  [ENV.region]: filled,
  [ENV.logLevel]: z.optional(
    z.string().check(
      z.regex(/^(TRACE|DEBUG|INFO|WARN|ERROR|CRITICAL|SILENT)$/i, {
        error: 'must be TRACE, DEBUG, INFO, WARN, ERROR, CRITICAL or SILENT',
      }),
    ),
  ),
} as const;

// z.object, not strict: the environment is full of other people's variables; own ones are checked by their prefix.
const listingEnv = z.object({
  ...common,
  [ENV.views]: z.optional(viewsText),
  [ENV.callerPrefixes]: z.optional(callerPrefixesText),
  [ENV.functionMb]: functionMb(DEFAULT_FUNCTION_MB.listing),
  [ENV.requestBudgetMs]: z._default(
    wholeNumber(MIN_REQUEST_BUDGET_MS, MAX_REQUEST_BUDGET_MS),
    DEFAULT_REQUEST_BUDGET_MS,
  ),
});
const invalidationEnv = z.object({
  ...common,
  [ENV.functionMb]: functionMb(DEFAULT_FUNCTION_MB.invalidation),
  [ENV.deadLetterQueueUrl]: z.optional(url),
  [ENV.sqsEndpoint]: z.optional(url),
});

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws an Error that names every fault. */
export function readListingSettings(env: Environment): ListingSettings {
  const it = parse('listing', listingEnv, env);
  const settings = commonSettings(it);
  return {
    ...settings,
    requestBudgetMs: it.S3DEX_REQUEST_BUDGET_MS,
    views: viewedBuckets(
      it.S3DEX_VIEWS ?? [],
      settings.buckets.map(({ served }) => served),
    ),
    ...(it.S3DEX_CALLER_PREFIXES && { callerPrefixes: it.S3DEX_CALLER_PREFIXES }),
  };
}

/** Throws an Error that names every fault. */
export function readInvalidationSettings(env: Environment): InvalidationSettings {
  const it = parse('invalidation', invalidationEnv, env);
  return {
    ...commonSettings(it),
    deadLetterQueueUrl: it.S3DEX_DEAD_LETTER_QUEUE_URL,
    sqsEndpoint: it.S3DEX_SQS_ENDPOINT,
  };
}

function commonSettings(it: z.output<typeof listingEnv> | z.output<typeof invalidationEnv>): CommonSettings {
  return {
    tableName: it.S3DEX_TABLE,
    deployment: it.S3DEX_DEPLOYMENT,
    buckets: bucketSettings(it.S3DEX_BUCKETS, { endpoint: it.S3DEX_S3_ENDPOINT, region: it.AWS_REGION }),
    clockMarginMs: it.S3DEX_CLOCK_MARGIN_MS,
    region: it.AWS_REGION,
    functionGb: it.AWS_LAMBDA_FUNCTION_MEMORY_SIZE / MB_PER_GB,
    dynamodbEndpoint: it.S3DEX_DYNAMODB_ENDPOINT,
  };
}

function parse<S extends z.ZodMiniType>(handler: string, schema: S, env: Environment): z.output<S> {
  const known = new Set<string>(Object.values(ENV));
  // Names of both handlers are known to each, because the local stack runs them in one environment.
  const faults = Object.keys(env)
    .filter((name) => name.startsWith(OWN_PREFIX) && !known.has(name))
    .map((name) => `${name} is not a setting (these are: ${[...known].join(', ')})`);
  const parsed = schema.safeParse(env);
  for (const issue of parsed.error?.issues ?? []) faults.push(faultOf(issue, env));
  if (!parsed.success || faults.length > 0) {
    throw new Error(`Settings of the ${handler} function are wrong:\n  ${faults.join('\n  ')}`);
  }
  return parsed.data;
}

function faultOf(issue: z.core.$ZodIssue, env: Environment): string {
  const [name, ...rest] = issue.path.map(String);
  if (env[name!] === undefined) return `${name} is missing`;
  const field = rest.map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`)).join('');
  const message =
    issue.code === 'unrecognized_keys' ? `has unknown fields: ${issue.keys.join(', ')}` : issue.message;
  return `${name}${field} ${message}`;
}
