/** The buckets a deployment serves: imported, given or made, and what the listing function may do with them. */
import { RemovalPolicy, Stack, Token, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { BlockPublicAccess, Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { S3_KEEP_NOTIFICATION_IN_IMPORTED_BUCKET } from 'aws-cdk-lib/cx-api';
import { Construct } from 'constructs';
import { ENV } from '../../lambdas/adapters/env.ts';
import { acknowledgeWildcard } from '../acknowledge.ts';
import { SettingsError } from '../config.ts';
import type { BucketSettings } from '../config-bucket.ts';
import type { ViewSettings } from '../config-views.ts';
import { literal } from '../policy-text.ts';
import type { ServiceFunction } from './service-function.ts';

/** Lambda's limit on a function's whole environment is 4 KB; the rest of it needs a few hundred bytes. */
const MAX_SETTINGS_BYTES = 3_500;
/** Of buckets (63) and of rules. */
const MAX_NAME_LENGTH = 64;

export interface ServedBucket {
  bucket: IBucket;
  /** As clients name it; a token for a bucket given as a construct. */
  name: string;
  settings: BucketSettings;
}

export class ServedBuckets extends Construct {
  readonly all: ServedBucket[];

  private readonly views: ViewSettings[];

  constructor(scope: Construct, id: string, settings: BucketSettings[], views: ViewSettings[]) {
    super(scope, id);
    this.views = views;
    // Or what somebody else has a created bucket notify is overwritten by every update.
    this.node.setContext(S3_KEEP_NOTIFICATION_IN_IMPORTED_BUCKET, true);
    this.all = settings.map((it) => {
      const bucket = it.bucket ?? this.bucketNamed(it);
      return { bucket, name: it.name ?? bucket.bucketName, settings: it };
    });
  }

  /** The list of buckets, and LIST and HEAD on what is served of them. */
  bindListing(listing: ServiceFunction, subscriptions: ReadonlyMap<ServedBucket, string>): void {
    this.name(listing, subscriptions);
    if (this.views.length > 0) listing.setEnvironment(ENV.views, JSON.stringify(this.views));
    for (const { bucket, settings } of this.all) {
      const { prefixes, kmsKeyArns, account = bucket.env.account } = settings;
      // Names of deleted buckets are free for anybody: what stands there then is not asked.
      const own = { StringEquals: { 'aws:ResourceAccount': account } };
      listing.allow(
        new PolicyStatement({
          actions: ['s3:ListBucket'],
          resources: [bucket.bucketArn],
          conditions: { ...own, ...(prefixes.length > 0 && listCondition(prefixes)) },
        }),
      );
      const objects = (prefixes.length > 0 ? prefixes : ['']).map((it) =>
        bucket.arnForObjects(`${literal(it)}*`),
      );
      listing.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: objects, conditions: own }));
      for (const arn of objects) {
        acknowledgeWildcard(
          listing,
          arn,
          'HEAD of any object below what is served; S3 permits it as GetObject.',
        );
      }
      const keys = [...kmsKeyArns, ...(bucket.encryptionKey ? [bucket.encryptionKey.keyArn] : [])];
      if (keys.length > 0) {
        listing.allow(decryptFor(bucket, keys, settings.region ?? Stack.of(this).region));
      }
    }
  }

  /** Only the list, to tell whose events come for nothing. No permission of S3 at all. */
  bindInvalidation(invalidation: ServiceFunction): void {
    this.name(invalidation, new Map());
  }

  private name(fn: ServiceFunction, subscriptions: ReadonlyMap<ServedBucket, string>): void {
    const settings = this.all.map((served) => {
      const { events, prefixes, region, requestPayer, listTtlSeconds, statTtlSeconds, tree } =
        served.settings;
      const subscription = subscriptions.get(served);
      return {
        name: served.name,
        // A topic hands on what S3 sends.
        events: typeof events === 'object' ? 's3' : events,
        ...(prefixes.length > 0 && { prefixes }),
        ...(listTtlSeconds !== undefined && { listTtlSeconds }),
        ...(statTtlSeconds !== undefined && { statTtlSeconds }),
        ...(tree !== undefined && { tree }),
        ...(region !== undefined && { region }),
        ...(requestPayer !== undefined && { requestPayer }),
        ...(subscription !== undefined && { subscription }),
      };
    });
    // A name that is only known at deployment may be as long as a name can be.
    const text = JSON.stringify(settings, (_, value) =>
      typeof value === 'string' && Token.isUnresolved(value) ? 'x'.repeat(MAX_NAME_LENGTH) : value,
    );
    const bytes = Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(this.views));
    if (bytes > MAX_SETTINGS_BYTES) {
      throw new SettingsError(
        `The settings of buckets and views take ${bytes} bytes, and a function's environment holds 4 KB: serve fewer buckets, views or prefixes in one deployment`,
      );
    }
    fn.setEnvironment(ENV.buckets, Stack.of(this).toJsonString(settings));
  }

  private bucketNamed(settings: BucketSettings): IBucket {
    const name = settings.name as string;
    if (!settings.create) return Bucket.fromBucketName(this, name, name);
    const bucket = new Bucket(this, name, {
      bucketName: name,
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      // Objects are somebody's data, unlike the index: they outlive the stack. A first deployment that fails takes the bucket, still empty,
      // back with it, or the next one would stop at its name.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason: 'Access logs need a second bucket and its upkeep; who wants them adds them to the kept bucket.',
    });
    return bucket;
  }
}

/**
 * HEAD asks for checksums, which S3 gives of objects under a KMS key only to who may decrypt (API reference, HeadObject). Only in
 * requests that S3 makes: the function itself can decrypt nothing.
 */
function decryptFor(bucket: IBucket, keys: string[], region: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: keys,
    conditions: {
      StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
      // S3's encryption context: the object, or with a bucket key the bucket (S3 User Guide, UsingKMSEncryption).
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects('*')] },
    },
  });
}

/**
 * "If exists": S3 answers HEAD of a key that is not there with 404 only to those who may list, and with 403 to others, and in
 * that decision there is no prefix to compare. A strict condition would turn every missing object into a failure.
 */
function listCondition(prefixes: string[]) {
  return { StringLikeIfExists: { 's3:prefix': prefixes.map((it) => `${literal(it)}*`) } };
}
