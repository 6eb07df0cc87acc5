/**
 * What `MetadataIndex` takes, written out so that an editor shows every setting with its meaning. config.ts parses the same settings
 * at synth; test/types/metadata-index-props.ts fails to compile when the two differ. docs/deploy.md explains each.
 */
import type { IBucket } from 'aws-cdk-lib/aws-s3';

export interface MetadataIndexProps {
  /** The served buckets, 1 to 20: a name, a bucket construct, or a bucket with its settings. */
  buckets: (string | IBucket | ServedBucketProps)[];
  /** Buckets under further names, each with a part of a bucket; at most 50. */
  views?: ViewProps[] | undefined;
  /** Who may call the API. @default { type: 'iam' } */
  authorizer?: IamAuthorizerProps | JwtAuthorizerProps | undefined;
  /** Requests a second over the whole API, and how many may come at once; API Gateway answers 429 above it. @default 500 and 1,000 */
  throttle?: { rateLimit: number; burstLimit: number } | undefined;
  /** Origins of pages that may call the API, such as `https://app.example`, or `*`. @default no CORS headers */
  cors?: { origins: string[] } | undefined;
  /** ARN of the SNS topic that alarms notify. @default alarms only change their state */
  alarmTopicArn?: string | undefined;
  /** Dollars that calls to S3 may cost in an hour before an alarm rings. @default 1 */
  alarmS3DollarsAnHour?: number | undefined;
  /** Days that logs are kept; one of CloudWatch's own steps. @default 30 */
  logRetentionDays?: number | undefined;
  /** What happens to the table and the logs when the stack is deleted. The index can be rebuilt from S3. @default 'destroy' */
  removalPolicy?: 'destroy' | 'retain' | undefined;
  /** Ceilings of the on-demand table, units a second; above them answers come from S3. @default 12,000 and 4,000 */
  table?: { maxReadUnits?: number | undefined; maxWriteUnits?: number | undefined } | undefined;
  /** The function that answers requests. */
  listing?: ListingFunctionProps | undefined;
  /** The function that processes S3 events. */
  invalidation?: FunctionProps | undefined;
  /** How events are taken from the queue. */
  feed?: FeedProps | undefined;
  /** X-Ray traces of the functions. @default false */
  tracing?: boolean | undefined;
  /** Serves the explorer at `GET /`; only with the jwt authorizer. @default false */
  explorer?: boolean | undefined;
}

export interface ServedBucketProps {
  /** Name of an existing bucket, or of the new one with `create`. */
  name?: string | undefined;
  /** A bucket construct of the same stack, or an imported one; instead of `name`. */
  bucket?: IBucket | undefined;
  /** Create the bucket with the stack: private, encrypted, kept when the stack is deleted. @default false */
  create?: boolean | undefined;
  /** How the index learns of changes. `none` relies on short lives alone. @default 's3' */
  events?: 's3' | 'eventbridge' | 'none' | { topicArn: string } | undefined;
  /** The account that owns the bucket where it is not the stack's; not with `events: 's3'`. */
  account?: string | undefined;
  /** Served directories (each ends in `/`), at most ten. @default the whole bucket */
  prefixes?: string[] | undefined;
  /** Seconds that a listing may be used; 0 means never. @default 3,600 with events, 60 without */
  listTtlSeconds?: number | undefined;
  /** Seconds that a stat may be used; 0 means never. @default 3,600 with events, 300 without */
  statTtlSeconds?: number | undefined;
  /** What recursive listings and usage are answered from. @default one tree of the whole bucket */
  tree?: TreeProps | undefined;
  /** Region of the bucket where it differs from the stack's; only with `events: 'none'`. */
  region?: string | undefined;
  /** `requester`: this account pays for its requests to a bucket with Requester Pays. */
  requestPayer?: 'requester' | undefined;
  /** ARNs of the customer managed KMS keys that encrypt its objects. */
  kmsKeyArns?: string[] | undefined;
}

/** One more name for a part of a bucket, so that policies by path keep callers apart. */
export interface ViewProps {
  /** Its name in paths. */
  view: string;
  /** Name of a served bucket. */
  bucket: string;
  /** Directories of the bucket (each ends in `/`). */
  prefixes: string[];
}

export interface TreeProps {
  /** Directories (each empty or ending in `/`), none inside another; an empty array: no trees. @default the whole bucket */
  roots?: string[] | undefined;
  /** Seconds that an answer from a tree may be used; 0 means never. @default as listTtlSeconds */
  ttlSeconds?: number | undefined;
}

/** Callers sign requests with Signature Version 4; IAM policies decide. */
export interface IamAuthorizerProps {
  type: 'iam';
}

/** Callers send a bearer token. */
export interface JwtAuthorizerProps {
  type: 'jwt';
  /** The issuer's https URL. */
  issuer: string;
  audience: string[];
  /** Scopes of readers and operators. @default 's3dex/read' and 's3dex/operate' */
  scopes?: { reader: string; operator: string } | undefined;
  /**
   * What a caller may see of every bucket, by claims of its token: prefixes with `${claim}` in them.
   * @default all that is served
   */
  callerPrefixes?: string[] | undefined;
}

export interface FunctionProps {
  /** Memory, MB; it also sets the share of a CPU. @default 1,024 for listing, 512 for invalidation */
  memoryMb?: number | undefined;
  /** @default no reservation */
  reservedConcurrency?: number | undefined;
}

export interface ListingFunctionProps extends FunctionProps {
  /** Instances kept warm; at most `reservedConcurrency` where that is set. @default 0 */
  provisionedConcurrency?: number | undefined;
}

export interface FeedProps {
  /** Another one sets the buckets' notifications again, after somebody changed them by hand. @default 1 */
  revision?: number | undefined;
  /** Events that one invocation takes, 1 to 1,000; at most 10 without a window. @default 10 */
  batchSize?: number | undefined;
  /** Seconds that Lambda waits to fill a batch, 0 to 300. @default 0 */
  windowSeconds?: number | undefined;
  /** Invocations at the same time, 2 to 1,000. @default 10 */
  maxConcurrency?: number | undefined;
}
