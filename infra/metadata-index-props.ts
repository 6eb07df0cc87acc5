/**
 * The properties of `MetadataIndex`, written out so that editors show every setting with its description. config.ts
 * parses the same settings at synthesis; test/types/metadata-index-props.ts does not compile if the two differ.
 * docs/deploy.md explains each property.
 */
import type { IBucket } from 'aws-cdk-lib/aws-s3';

export interface MetadataIndexProps {
  /** The served buckets, 1 to 20: a name, a bucket construct, or a bucket with its settings. */
  buckets: (string | IBucket | ServedBucketProps)[];
  /** Additional names, each for a part of a bucket; at most 50. */
  views?: ViewProps[] | undefined;
  /** Who may call the API. @default { type: 'iam' } */
  authorizer?: IamAuthorizerProps | JwtAuthorizerProps | undefined;
  /**
   * Limits for the whole API: requests a second, and the burst. API Gateway answers further requests with 429.
   * @default 500 and 1,000
   */
  throttle?: { rateLimit: number; burstLimit: number } | undefined;
  /** Origins of pages that may call the API, such as `https://app.example`, or `*`. @default no CORS headers */
  cors?: { origins: string[] } | undefined;
  /** ARN of the SNS topic that alarms notify. @default alarms only change their state */
  alarmTopicArn?: string | undefined;
  /** The alarm goes off when the calls to S3 cost more than this many dollars in an hour. @default 1 */
  alarmS3DollarsAnHour?: number | undefined;
  /**
   * What calls cost in the stack's Region; used by the metrics, the dashboard and `GET /v1/stats`. @default the
   * prices of us-east-1
   */
  prices?: PricesProps | undefined;
  /** The API logs every request. Without this log, no alarm reports throttled callers. @default true */
  accessLog?: boolean | undefined;
  /** How many days logs are kept; one of the values that CloudWatch allows. @default 30 */
  logRetentionDays?: number | undefined;
  /**
   * What happens to the table and the logs when the stack is deleted. The index can be rebuilt from S3. @default
   * 'destroy'
   */
  removalPolicy?: 'destroy' | 'retain' | undefined;
  /**
   * Limits of the on-demand table, in units a second. Beyond a limit, S3 is asked instead. @default 12,000 and 4,000
   */
  table?: { maxReadUnits?: number | undefined; maxWriteUnits?: number | undefined } | undefined;
  /** The function that answers requests. */
  listing?: ListingFunctionProps | undefined;
  /** The function that processes S3 events. */
  invalidation?: FunctionProps | undefined;
  /** How events are read from the queue. */
  feed?: FeedProps | undefined;
  /** The workers that read whole prefixes into the index; false: no workers. @default the defaults of FillProps */
  fills?: false | FillProps | undefined;
  /** X-Ray traces of the functions. @default false */
  tracing?: boolean | undefined;
  /** Serves the explorer at `GET /`, and sets how its users log in; only with the jwt authorizer. @default false */
  explorer?: boolean | { login: ExplorerLoginProps } | undefined;
  /**
   * Deploys a function that reads each bucket every hour, compares it with S3 and checks its notifications; only with
   * the iam authorizer. @default false
   */
  canary?: boolean | undefined;
}

/** The explorer is a public client of the issuer: code flow with PKCE, redirected to the API's own `/`. */
export interface ExplorerLoginProps {
  clientId: string;
  /** @default the authorizer's issuer */
  issuer?: string | undefined;
  /** Separated by spaces. @default 'openid' */
  scope?: string | undefined;
  /** Which token is sent to the API. @default 'access' */
  token?: 'access' | 'id' | undefined;
  /** Origins that the issuer uses in addition to its own, such as the domain of its token endpoint. @default none */
  origins?: string[] | undefined;
}

export interface ServedBucketProps {
  /** Name of an existing bucket, or of the new one with `create`. */
  name?: string | undefined;
  /** A bucket construct of the same stack, or an imported one; replaces `name`. */
  bucket?: IBucket | undefined;
  /** Creates the bucket with the stack: private, encrypted, kept when the stack is deleted. @default false */
  create?: boolean | undefined;
  /** How the index learns of changes. `none` relies on short lives alone. @default 's3' */
  events?: 's3' | 'eventbridge' | 'none' | { topicArn: string } | undefined;
  /** The account that owns the bucket, if it is not the stack's. Not with `events: 's3'`. */
  account?: string | undefined;
  /** Served directories (each ends in `/`), at most ten. @default the whole bucket */
  prefixes?: string[] | undefined;
  /** Seconds for which a listing may be used; 0 means not at all. @default 3,600 with events, 60 without */
  listTtlSeconds?: number | undefined;
  /** Seconds for which a stat may be used; 0 means not at all. @default 3,600 with events, 300 without */
  statTtlSeconds?: number | undefined;
  /** The trees for recursive listings and usage. @default one tree of the whole bucket */
  tree?: TreeProps | undefined;
  /** Region of the bucket, if it differs from the stack's. Only with `events: 'none'`. */
  region?: string | undefined;
  /** `requester`: this account pays for its requests to a Requester Pays bucket. */
  requestPayer?: 'requester' | undefined;
  /**
   * For directories that are mostly read once: a page is stored only when its directory is missed for the second time
   * within an hour. @default false
   */
  storeAtSecondMiss?: boolean | undefined;
  /**
   * Callers with the permission for it (`grantDownload`, or the scope `downloader`) may get URLs of objects, and with
   * them the contents. @default false
   */
  downloads?: boolean | undefined;
  /** ARNs of the customer managed KMS keys that encrypt its objects. */
  kmsKeyArns?: string[] | undefined;
}

/** Dollars per million, and per gigabyte for `logGb`. The default of each is the price of us-east-1. */
export interface PricesProps {
  /** The Region of these prices. */
  region: string;
  /** The date of these prices, `YYYY-MM-DD`. */
  asOf: string;
  /** S3 Standard: LIST and PUT requests. */
  s3List?: number | undefined;
  /** S3 Standard: HEAD and GET requests. */
  s3Head?: number | undefined;
  /** DynamoDB on demand. */
  readUnit?: number | undefined;
  writeUnit?: number | undefined;
  httpApiRequest?: number | undefined;
  lambdaRequest?: number | undefined;
  /** For arm64. */
  lambdaGbSecond?: number | undefined;
  /** Standard queue. */
  sqsRequest?: number | undefined;
  /** CloudWatch Logs, dollars a gigabyte taken in. */
  logGb?: number | undefined;
}

/** An additional name for a part of a bucket, so that policies by path can separate callers. */
export interface ViewProps {
  /** The view's name in paths. */
  view: string;
  /** Name of a served bucket. */
  bucket: string;
  /** Directories of the bucket (each ends in `/`). */
  prefixes: string[];
}

export interface TreeProps {
  /**
   * Directories (each empty or ending in `/`), none inside another. An empty array: no trees. @default the whole
   * bucket
   */
  roots?: string[] | undefined;
  /** Seconds for which an answer from a tree may be used; 0 means not at all. @default the same as listTtlSeconds */
  ttlSeconds?: number | undefined;
}

/** Callers sign their requests with Signature Version 4. IAM policies control access. */
export interface IamAuthorizerProps {
  type: 'iam';
}

/** Callers send a bearer token. */
export interface JwtAuthorizerProps {
  type: 'jwt';
  /** The issuer's https URL. */
  issuer: string;
  audience: string[];
  /**
   * Scopes of readers, operators and downloaders. @default 's3dex/read', 's3dex/operate' and 's3dex/download'
   */
  scopes?: { reader: string; operator: string; downloader?: string | undefined } | undefined;
  /**
   * Which prefixes of every bucket a caller may see, by claims of its token: prefixes that contain `${claim}`.
   * @default everything that is served
   */
  callerPrefixes?: string[] | undefined;
}

export interface FunctionProps {
  /** Memory in MB. It also determines the CPU share. @default 1,024 for listing, 512 for invalidation */
  memoryMb?: number | undefined;
  /** @default no reservation */
  reservedConcurrency?: number | undefined;
}

export interface ListingFunctionProps extends FunctionProps {
  /** Provisioned instances; at most `reservedConcurrency`, if that is set. @default 0 */
  provisionedConcurrency?: number | undefined;
}

export interface FeedProps {
  /**
   * A higher number sets the buckets' notifications and EventBridge again, for example after a change by hand. No
   * stored answer from before is used. @default 1
   */
  revision?: number | undefined;
  /** Events in one invocation, 1 to 1,000; at most 10 without a window. @default 10 */
  batchSize?: number | undefined;
  /** Seconds that Lambda waits for a batch to fill, 0 to 300. @default 0 */
  windowSeconds?: number | undefined;
  /** Concurrent invocations, 2 to 1,000. @default 10 */
  maxConcurrency?: number | undefined;
}

export interface FillProps {
  /** Memory, MB; it also sets the share of a CPU. @default 1,024 */
  memoryMb?: number | undefined;
  /** Workers at the same time, 2 to 1,000. @default 10 */
  maxConcurrency?: number | undefined;
  /** LISTs a second of all workers together. @default 50 */
  listsPerSecond?: number | undefined;
}
