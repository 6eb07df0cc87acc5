/**
 * The environment of the handlers: one schema for each handler. The variables' names are data that the infrastructure
 * and the local stack share. A missing, malformed or misspelt setting stops the function when it starts, with an
 * error that names every fault.
 */
import * as z from 'zod/mini';
import type { PriceList } from '../../contract/prices.ts';
import type { ServedBucket } from '../core/model/served-bucket.ts';
import { type BucketSetting, bucketSettings, bucketsText, filled, url } from './env-buckets.ts';
import { priceListText } from './env-prices.ts';
import { callerPrefixesText, viewedBuckets, viewsText } from './env-views.ts';

export const ENV = {
  table: 'S3DEX_TABLE',
  /**
   * JSON: `[{name, events, prefixes?, listTtlSeconds?, statTtlSeconds?, tree?: {roots?, ttlSeconds?}, endpoint?,
   * region?, requestPayer?, storeAtSecondMiss?, downloads?, subscription?}]`.
   */
  buckets: 'S3DEX_BUCKETS',
  /** JSON: `[{view, bucket, prefixes}]`. */
  views: 'S3DEX_VIEWS',
  /** JSON: an array of templates (shared/prefix-template.ts). */
  callerPrefixes: 'S3DEX_CALLER_PREFIXES',
  /** JSON: `{region, asOf, prices}` of contract/prices.ts. */
  prices: 'S3DEX_PRICES',
  /** Separates this deployment's metrics from those of others in the same account. */
  deployment: 'S3DEX_DEPLOYMENT',
  clockMarginMs: 'S3DEX_CLOCK_MARGIN_MS',
  requestBudgetMs: 'S3DEX_REQUEST_BUDGET_MS',
  s3Endpoint: 'S3DEX_S3_ENDPOINT',
  /** The S3 address in download URLs, if callers reach S3 at another address than the functions. */
  downloadEndpoint: 'S3DEX_DOWNLOAD_ENDPOINT',
  dynamodbEndpoint: 'S3DEX_DYNAMODB_ENDPOINT',
  sqsEndpoint: 'S3DEX_SQS_ENDPOINT',
  deadLetterQueueUrl: 'S3DEX_DEAD_LETTER_QUEUE_URL',
  /** The queue of fills. If the listing function has none, it offers no fills. */
  fillQueueUrl: 'S3DEX_FILL_QUEUE_URL',
  /** Maximum number of fill functions that run at the same time, and LISTs a second of all of them together. */
  fillConcurrency: 'S3DEX_FILL_CONCURRENCY',
  fillListsPerSecond: 'S3DEX_FILL_LISTS_PER_SECOND',
  /** For the canary: the API's base URL, without `/v1`. */
  apiUrl: 'S3DEX_API_URL',
  /** For the canary, JSON: `[{name, region, prefixes?, requestPayer?, notifies}]`. */
  canaryBuckets: 'S3DEX_CANARY_BUCKETS',
  /** Set by Lambda. */
  region: 'AWS_REGION',
  functionMb: 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  /** Read by Powertools. Checked here because Powertools ignores an invalid value. */
  logLevel: 'LOG_LEVEL',
} as const;

/** Every variable with this prefix must be in ENV, so that a misspelt name is an error. */
const OWN_PREFIX = 'S3DEX_';

/** The name of the deployment, if the account has only one. */
const DEFAULT_DEPLOYMENT = 's3dex';
/** The largest allowed difference between the clocks of two instances. It is added to every mark. */
export const DEFAULT_CLOCK_MARGIN_MS = 100;
export const MAX_CLOCK_MARGIN_MS = 10_000;
/** API Gateway stops waiting after 30 s. The budget for S3 calls leaves time for the rest of the request. */
export const DEFAULT_REQUEST_BUDGET_MS = 20_000;
export const MAX_REQUEST_BUDGET_MS = 28_000;
export const MIN_REQUEST_BUDGET_MS = 100;

/** Default sizes of the deployed functions. Used if the environment does not give the size, as in the local stack. */
export const DEFAULT_FUNCTION_MB = { listing: 1_024, invalidation: 512, fill: 1_024 } as const;
const MAX_FUNCTION_MB = 10_240;
const MB_PER_GB = 1_024;

export interface CommonSettings {
  tableName: string;
  deployment: string;
  /** If absent, the prices in contract/prices.ts apply. */
  priceList?: PriceList | undefined;
  buckets: BucketSetting[];
  clockMarginMs: number;
  region: string;
  /** Memory of the function, in GB. */
  functionGb: number;
  dynamodbEndpoint?: string;
}

export interface ListingSettings extends CommonSettings {
  /** If absent, no fills are offered. */
  fillQueueUrl?: string;
  sqsEndpoint?: string;
  downloadEndpoint?: string;
  requestBudgetMs: number;
  /** Each view as a bucket with the view's name. */
  views: [name: string, bucket: ServedBucket][];
  callerPrefixes?: string[] | undefined;
}

export interface InvalidationSettings extends CommonSettings {
  deadLetterQueueUrl?: string;
  sqsEndpoint?: string;
}

export const wholeNumber = (least: number, most: number) => {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.pipe(
    z.pipe(z.string().check(z.regex(/^[0-9]{1,9}$/, { error })), z.transform(Number)),
    z.number().check(z.gte(least, { error }), z.lte(most, { error })),
  );
};

export const functionMb = (fallback: number) => z._default(wholeNumber(1, MAX_FUNCTION_MB), fallback);

export const common = {
  [ENV.table]: filled,
  [ENV.deployment]: z._default(filled, DEFAULT_DEPLOYMENT),
  [ENV.prices]: z.optional(priceListText),
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

// z.object, not z.strictObject: the environment also has variables of other programs. Those with our prefix are
// checked separately.
const listingEnv = z.object({
  ...common,
  [ENV.views]: z.optional(viewsText),
  [ENV.callerPrefixes]: z.optional(callerPrefixesText),
  [ENV.functionMb]: functionMb(DEFAULT_FUNCTION_MB.listing),
  [ENV.fillQueueUrl]: z.optional(url),
  [ENV.sqsEndpoint]: z.optional(url),
  [ENV.downloadEndpoint]: z.optional(url),
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

export type Environment = Readonly<Record<string, string | undefined>>;

/** @throws Error naming every fault of the settings. */
export function readListingSettings(env: Environment): ListingSettings {
  const it = parseEnvironment('listing', listingEnv, env);
  const settings = commonSettings(it);
  return {
    ...settings,
    requestBudgetMs: it.S3DEX_REQUEST_BUDGET_MS,
    fillQueueUrl: it.S3DEX_FILL_QUEUE_URL,
    sqsEndpoint: it.S3DEX_SQS_ENDPOINT,
    downloadEndpoint: it.S3DEX_DOWNLOAD_ENDPOINT,
    views: viewedBuckets(
      it.S3DEX_VIEWS ?? [],
      settings.buckets.map(({ served }) => served),
    ),
    callerPrefixes: it.S3DEX_CALLER_PREFIXES,
  };
}

/** @throws Error naming every fault of the settings. */
export function readInvalidationSettings(env: Environment): InvalidationSettings {
  const it = parseEnvironment('invalidation', invalidationEnv, env);
  return {
    ...commonSettings(it),
    deadLetterQueueUrl: it.S3DEX_DEAD_LETTER_QUEUE_URL,
    sqsEndpoint: it.S3DEX_SQS_ENDPOINT,
  };
}

export function commonSettings(
  it: z.output<typeof listingEnv> | z.output<typeof invalidationEnv>,
): CommonSettings {
  return {
    tableName: it.S3DEX_TABLE,
    deployment: it.S3DEX_DEPLOYMENT,
    priceList: it.S3DEX_PRICES,
    buckets: bucketSettings(it.S3DEX_BUCKETS, { endpoint: it.S3DEX_S3_ENDPOINT, region: it.AWS_REGION }),
    clockMarginMs: it.S3DEX_CLOCK_MARGIN_MS,
    region: it.AWS_REGION,
    functionGb: it.AWS_LAMBDA_FUNCTION_MEMORY_SIZE / MB_PER_GB,
    dynamodbEndpoint: it.S3DEX_DYNAMODB_ENDPOINT,
  };
}

/** @throws Error naming every fault, including variables with this service's prefix that are not in ENV. */
export function parseEnvironment<S extends z.ZodMiniType>(
  handler: string,
  schema: S,
  env: Environment,
): z.output<S> {
  const known = new Set<string>(Object.values(ENV));
  // Each handler also accepts the names of the other handlers, because the local stack runs all in one environment.
  const faults = Object.keys(env)
    .filter((name) => name.startsWith(OWN_PREFIX) && !known.has(name))
    .map((name) => `${name} is not a setting (the settings are: ${[...known].join(', ')})`);
  const parsed = schema.safeParse(env);
  for (const issue of parsed.error?.issues ?? []) faults.push(faultOf(issue, env));
  if (!parsed.success || faults.length > 0) {
    throw new Error(`Invalid settings of the ${handler} function:\n  ${faults.join('\n  ')}`);
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
