/** The served buckets (imported, given or created), and the listing function's permissions for them. */
import { RemovalPolicy, Stack, Token, Tokenization, Validations } from 'aws-cdk-lib';
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

/** Lambda limits a function's environment to 4 KB. Everything else in it needs a few hundred bytes. */
export const MAX_SETTINGS_BYTES = 3_500;
/** The longest name of a bucket (63) or a rule (64). */
const MAX_NAME_LENGTH = 64;

export interface ServedBucket {
  bucket: IBucket;
  /** The name that clients use; a token for a bucket given as a construct. */
  name: string;
  settings: BucketSettings;
}

export class ServedBuckets extends Construct {
  readonly all: ServedBucket[];

  private readonly views: ViewSettings[];

  constructor(scope: Construct, id: string, settings: BucketSettings[], views: ViewSettings[]) {
    super(scope, id);
    this.views = views;
    // Without this setting, every update would overwrite notifications that others have added to a created bucket.
    this.node.setContext(S3_KEEP_NOTIFICATION_IN_IMPORTED_BUCKET, true);
    this.all = settings.map((it) => {
      const bucket = it.bucket ?? this.bucketNamed(it);
      return { bucket, name: it.name ?? bucket.bucketName, settings: it };
    });
  }

  /** Sets the list of buckets, and allows LIST and HEAD below their served prefixes. */
  bindListing(listing: ServiceFunction, subscriptions: ReadonlyMap<ServedBucket, string>): void {
    this.name(listing, subscriptions);
    if (this.views.length > 0) listing.setEnvironment(ENV.views, JSON.stringify(this.views));
    for (const { bucket, settings } of this.all) {
      const { prefixes, kmsKeyArns, account = bucket.env.account } = settings;
      const own = ownedBy(account);
      this.allowListing(listing, { bucket, settings });
      const objects = (prefixes.length > 0 ? prefixes : ['']).map((it) =>
        bucket.arnForObjects(`${literal(it)}*`),
      );
      listing.allow(new PolicyStatement({ actions: ['s3:GetObject'], resources: objects, conditions: own }));
      for (const arn of objects) {
        acknowledgeWildcard(
          listing,
          arn,
          settings.downloads
            ? 'HEAD and URLs of any object below a served prefix.'
            : 'HEAD of any object below a served prefix. S3 permits it by GetObject.',
        );
      }
      const keys = [...kmsKeyArns, ...(bucket.encryptionKey ? [bucket.encryptionKey.keyArn] : [])];
      if (keys.length > 0) {
        listing.allow(decryptFor(bucket, keys, settings.region ?? Stack.of(this).region));
      }
    }
  }

  /** Sets the list of buckets, and allows LIST below their served prefixes. */
  bindFill(fill: ServiceFunction, subscriptions: ReadonlyMap<ServedBucket, string>): void {
    this.name(fill, subscriptions);
    for (const served of this.all) this.allowListing(fill, served);
  }

  private allowListing(fn: ServiceFunction, { bucket, settings }: Omit<ServedBucket, 'name'>): void {
    const { prefixes, account = bucket.env.account } = settings;
    fn.allow(
      new PolicyStatement({
        actions: ['s3:ListBucket'],
        resources: [bucket.bucketArn],
        conditions: { ...ownedBy(account), ...(prefixes.length > 0 && listCondition(prefixes)) },
      }),
    );
  }

  /**
   * Sets only the list of buckets, so that the function can report events of other buckets. Gives no permission for
   * S3.
   */
  bindInvalidation(invalidation: ServiceFunction): void {
    this.name(invalidation, new Map());
  }

  private name(fn: ServiceFunction, subscriptions: ReadonlyMap<ServedBucket, string>): void {
    const settings = this.all.map((served) => {
      const { events, prefixes, region, requestPayer, listTtlSeconds, statTtlSeconds } = served.settings;
      const { tree, storeAtSecondMiss, downloads } = served.settings;
      const subscription = subscriptions.get(served);
      return {
        name: served.name,
        // A topic forwards S3's own events, so the function handles them as such.
        events: typeof events === 'object' ? 's3' : events,
        ...(prefixes.length > 0 && { prefixes }),
        listTtlSeconds,
        statTtlSeconds,
        tree,
        region,
        requestPayer,
        storeAtSecondMiss: storeAtSecondMiss || undefined,
        downloads: downloads || undefined,
        subscription,
      };
    });
    const text = JSON.stringify(settings, (_, value) =>
      typeof value === 'string' ? atLongest(value) : value,
    );
    const bytes = Buffer.byteLength(text) + Buffer.byteLength(JSON.stringify(this.views));
    if (bytes > MAX_SETTINGS_BYTES) {
      throw new SettingsError(
        `The settings of buckets and views take ${bytes} bytes, but a function's environment holds only 4 KB: serve fewer buckets, views or prefixes in one deployment`,
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
      // Unlike the index, the objects cannot be rebuilt, so the bucket is kept when the stack is deleted. If the
      // first deployment fails, the bucket, which is still empty, is deleted; otherwise the next deployment would
      // fail because of its name.
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions::AwsSolutions-S1',
      reason:
        'Access logs need a second bucket and its maintenance. They can be added to the bucket by its owner.',
    });
    return bucket;
  }
}

/**
 * A HEAD requests checksums. For objects encrypted with a KMS key, S3 returns them only to callers who may decrypt
 * (API reference, HeadObject). The permission is limited to requests that S3 makes: the function itself cannot
 * decrypt anything.
 */
function decryptFor(bucket: IBucket, keys: string[], region: string): PolicyStatement {
  return new PolicyStatement({
    actions: ['kms:Decrypt'],
    resources: keys,
    conditions: {
      StringEquals: { 'kms:ViaService': `s3.${region}.amazonaws.com` },
      // S3's encryption context is the object's ARN, or the bucket's ARN if it has a bucket key (S3 User Guide,
      // UsingKMSEncryption).
      StringLike: { 'kms:EncryptionContext:aws:s3:arn': [bucket.bucketArn, bucket.arnForObjects('*')] },
    },
  });
}

/** The text, in which each name that is known only at deployment has the longest possible length. */
function atLongest(text: string): string {
  if (!Token.isUnresolved(text)) return text;
  return Tokenization.reverseString(text)
    .mapTokens({ mapToken: () => 'x'.repeat(MAX_NAME_LENGTH) })
    .join({ join: (left = '', right = '') => left + right });
}

/** Anyone may create a bucket with the name of a deleted bucket. Requests must not be sent to such a bucket. */
function ownedBy(account: string) {
  return { StringEquals: { 'aws:ResourceAccount': account } };
}

/**
 * `IfExists`, because S3 answers a HEAD of a missing key with 404 only to callers who may list, and with 403 to
 * others. In that check there is no prefix to compare, so a strict condition would turn every missing object into a
 * failure.
 */
export function listCondition(prefixes: string[]) {
  return { StringLikeIfExists: { 's3:prefix': prefixes.map((it) => `${literal(it)}*`) } };
}
