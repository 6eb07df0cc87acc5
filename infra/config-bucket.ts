/** The settings of one served bucket, as a deployment may write them. */
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { z } from 'zod';
import { MAX_TTL_SECONDS } from '../lambdas/adapters/env-buckets.ts';
import { isBucketName, isNewBucketName } from '../shared/bucket-name.ts';
import { byteLength } from '../shared/byte-length.ts';

/**
 * S3 takes 100 notification configurations a bucket, and each served prefix needs one per event kind (eight of them);
 * ten prefixes leave room for somebody else's.
 */
export const MAX_PREFIXES = 10;

/** Far below S3's 1,024, so that policies, filters and event patterns stay within their own limits. */
const MAX_PREFIX_BYTES = 512;

/** Of an existing bucket, which may be older than today's rules for names; as far as CDK takes such names. */
const bucketName = z
  .string()
  .refine(
    (name) => isBucketName(name) && /^[A-Za-z0-9].{1,61}[A-Za-z0-9]$/.test(name) && !name.includes('..'),
    { error: 'not a bucket name (3-63 of A-Z, a-z, 0-9, dot, hyphen, underscore)' },
  )
  .refine((name) => !name.endsWith('--x-s3'), {
    error: 'a directory bucket: it lists in no order, and the index lives by order',
  })
  .refine((name) => !/-s3alias$|--ol-s3$/.test(name), {
    error: 'the alias of an access point, which no policy or notification knows: name the bucket itself',
  });

/** `eu-west-1`, `us-gov-east-1`, `ap-southeast-4`. */
const regionName = z
  .string()
  .regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, { error: 'not a Region (such as "eu-west-1")' });

export const servedPrefix = z
  .string()
  .regex(/^.+\/$/s, { error: 'a served prefix is a directory: it ends in "/"' })
  .refine((prefix) => byteLength(prefix) <= MAX_PREFIX_BYTES, {
    error: `longer than ${MAX_PREFIX_BYTES} bytes`,
  })
  // The IAM API's own pattern for a policy: what the functions may do could not be written down.
  .refine((prefix) => /^[\t\n\r\u0020-\u00ff]*$/.test(prefix), {
    error: 'an IAM policy can hold no characters beyond U+00FF: serve the directory above',
  })
  // CDK's validation report takes a finding apart by its brackets and stops at an odd one.
  .refine((prefix) => /^[^()[\]{}]*(\([^()[\]{}]*\)[^()[\]{}]*)*$/.test(prefix), {
    error: 'brackets other than simple pairs of ( ) cannot be deployed: serve the directory above',
  });

/** Each root is one partition of the table for marks; more of them only divide the writes. */
const MAX_TREE_ROOTS = 20;

const treeRoot = z
  .string()
  .regex(/^$|\/$/, { error: 'a root is a directory: it is empty or ends in "/"' })
  .refine((root) => byteLength(root) <= MAX_PREFIX_BYTES, { error: `longer than ${MAX_PREFIX_BYTES} bytes` });

const ttlSeconds = z.int().min(0).max(MAX_TTL_SECONDS);

const isBucket = (value: unknown): value is IBucket =>
  typeof value === 'object' && value !== null && 'bucketArn' in value && 'grantRead' in value;

const fields = z.strictObject({
  /** An existing bucket's name, or the new one's with `create`. */
  name: bucketName.optional(),
  /** Only in code: a bucket of the surrounding stack, or one imported there. */
  bucket: z
    .custom<IBucket>(isBucket, { error: 'a construct, which only code can give: use "name"' })
    .optional(),
  /** Make the bucket with the stack (private, encrypted, kept when the stack goes). */
  create: z.boolean().default(false),
  /**
   * How changes are heard of: `s3` is cheapest, `eventbridge` suits buckets whose notifications somebody else owns,
   * `none` serves buckets nobody may touch and lives by short lives alone. A topic is for buckets that notify one already.
   */
  events: z
    .union([
      z.enum(['s3', 'eventbridge', 'none']),
      z.strictObject({
        topicArn: z
          .string()
          .regex(/^arn:[\w-]+:sns:[\w-]+:\d{12}:[\w-]+$/, { error: 'not the ARN of a standard SNS topic' }),
      }),
    ])
    .default('s3'),
  /** The account that owns the bucket where it is not the stack's. */
  account: z
    .string()
    .regex(/^\d{12}$/, { error: 'not an account (12 digits)' })
    .optional(),
  /** Served directories; none means the whole bucket. */
  prefixes: z.array(servedPrefix).max(MAX_PREFIXES).default([]),
  /** How long an answer may be used, by question; 0 means never. Absent: the function's own defaults by `events`. */
  listTtlSeconds: ttlSeconds.optional(),
  statTtlSeconds: ttlSeconds.optional(),
  /**
   * What recursive listings and usage are answered from: a tree below each root. Absent: one tree of the whole bucket. No roots: none,
   * and recursive questions ask S3 each time.
   */
  tree: z
    .strictObject({
      roots: z.array(treeRoot).max(MAX_TREE_ROOTS).optional(),
      ttlSeconds: ttlSeconds.optional(),
    })
    .optional(),
  /** The bucket's Region where it is not the stack's; its events cannot reach the queue then. */
  region: regionName.optional(),
  /** `requester`: this account pays for its requests to a bucket with Requester Pays. */
  requestPayer: z.literal('requester').optional(),
  /** Customer managed KMS keys that encrypt objects: S3 answers HEAD with a checksum only to who may decrypt. */
  kmsKeyArns: z.array(z.string().regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/)).default([]),
});

/** A bucket may be written as its name, as a construct, or in full. */
export const bucketSettings = z
  .preprocess((value) => {
    if (typeof value === 'string') return { name: value };
    return isBucket(value) ? { bucket: value } : value;
  }, fields)
  .superRefine((it, context) => {
    const problem = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if ((it.name === undefined) === (it.bucket === undefined)) problem('name', "give the bucket's name");
    if (it.create && it.name !== undefined && !isNewBucketName(it.name)) {
      problem('name', 'not the name of a new bucket (3-63 of a-z, 0-9, dot, hyphen)');
    }
    if (it.bucket && it.create) problem('create', 'the bucket is given already');
    if (it.region && it.events !== 'none') {
      problem('events', 'events of a bucket in another Region cannot reach the queue: use "none"');
    }
    const isForeign = it.account !== undefined;
    if (isForeign && it.events === 's3') {
      problem(
        'events',
        'the notifications of another account\'s bucket are not this stack\'s to set: use a topic or "none"',
      );
    }
    if (isForeign && it.create) problem('account', "a bucket is created in the stack's own account");
    if (it.region && it.create) problem('region', "a bucket is created in the stack's own Region");
    for (const inner of it.prefixes) {
      // S3 refuses two notifications of one kind whose prefixes overlap; and serving it twice means nothing.
      const outer = it.prefixes.find((other) => other !== inner && inner.startsWith(other));
      if (outer) problem('prefixes', `${inner} lies in ${outer}, which is served already`);
    }
    if (new Set(it.prefixes).size < it.prefixes.length) problem('prefixes', 'one is listed twice');
    const { roots = [] } = it.tree ?? {};
    if (roots.some((root, i) => roots.some((other, j) => i !== j && root.startsWith(other))))
      problem('tree', 'a root lies in another one');
  });

/** A bucket with its defaults filled in. */
export type BucketSettings = z.output<typeof fields>;
export type BucketInput = z.input<typeof fields>;
