/** The settings of one served bucket in a deployment's configuration. */
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { z } from 'zod';
import { MAX_TTL_SECONDS } from '../lambdas/adapters/env-buckets.ts';
import { isBucketName, isNewBucketName } from '../shared/bucket-name.ts';
import { byteLength } from '../shared/byte-length.ts';

/**
 * S3 allows 100 notification configurations per bucket, and each served prefix needs one for each of the eight event
 * kinds. Ten prefixes leave some for other users of the bucket.
 */
export const MAX_PREFIXES = 10;

/** Far below S3's limit of 1,024, so that policies, filters and event patterns stay within their limits. */
const MAX_PREFIX_BYTES = 512;

/**
 * The name of an existing bucket, which may be older than today's naming rules. Limited to the names that CDK
 * accepts.
 */
const bucketName = z
  .string()
  .refine(
    (name) => isBucketName(name) && /^[A-Za-z0-9].{1,61}[A-Za-z0-9]$/.test(name) && !name.includes('..'),
    { error: 'not a bucket name (3-63 of A-Z, a-z, 0-9, dot, hyphen, underscore)' },
  )
  .refine((name) => !name.endsWith('--x-s3'), {
    error: 'is a directory bucket, whose LISTs are not in order of names, which the index needs',
  })
  .refine((name) => !/-s3alias$|--ol-s3$/.test(name), {
    error:
      'is an alias of an access point, which policies and notifications do not accept: give the name of the bucket',
  });

/** `eu-west-1`, `us-gov-east-1`, `ap-southeast-4`. */
const regionName = z
  .string()
  .regex(/^[a-z]{2,}(-[a-z]+)+-\d+$/, { error: 'must be a Region such as "eu-west-1"' });

export const servedPrefix = z
  .string()
  .regex(/^.+\/$/s, { error: 'must end in "/", because a served prefix is a directory' })
  .refine((prefix) => byteLength(prefix) <= MAX_PREFIX_BYTES, {
    error: `longer than ${MAX_PREFIX_BYTES} bytes`,
  })
  // The pattern of the IAM API for policies. Other characters could not be written in the functions' policies.
  .refine((prefix) => /^[\t\n\r\u0020-\u00ff]*$/.test(prefix), {
    error: 'an IAM policy cannot contain characters above U+00FF: serve the parent directory',
  })
  // CDK's validation report parses findings by their brackets, and fails at unbalanced ones.
  .refine((prefix) => /^[^()[\]{}]*(\([^()[\]{}]*\)[^()[\]{}]*)*$/.test(prefix), {
    error: 'brackets other than simple pairs of ( ) cannot be deployed: serve the parent directory',
  });

/**
 * The marks of each root are in one partition of the table. More roots only spread the writes over more partitions.
 */
const MAX_TREE_ROOTS = 20;

const treeRoot = z
  .string()
  .regex(/^$|\/$/, { error: 'must be empty or end in "/", because a root is a directory' })
  .refine((root) => byteLength(root) <= MAX_PREFIX_BYTES, { error: `longer than ${MAX_PREFIX_BYTES} bytes` });

const ttlSeconds = z.int().min(0).max(MAX_TTL_SECONDS);

const isBucket = (value: unknown): value is IBucket =>
  typeof value === 'object' && value !== null && 'bucketArn' in value && 'grantRead' in value;

const fields = z.strictObject({
  /** The name of an existing bucket, or of the new one with `create`. */
  name: bucketName.optional(),
  /** Only for use in code: a bucket of the surrounding stack, or a bucket that is imported there. */
  bucket: z
    .custom<IBucket>(isBucket, { error: 'must be a construct, which is only possible in code: use "name"' })
    .optional(),
  /** Creates the bucket with the stack (private, encrypted, kept when the stack is deleted). */
  create: z.boolean().default(false),
  /**
   * How changes reach the index. `s3` is the cheapest. `eventbridge` is for buckets whose notifications are managed
   * by others. `none` is for buckets that must not be changed, and relies on short lives alone. A topic is for
   * buckets that already notify one.
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
  /** The account that owns the bucket, if it is not the stack's. */
  account: z
    .string()
    .regex(/^\d{12}$/, { error: 'not an account (12 digits)' })
    .optional(),
  /** Served directories. Empty: the whole bucket. */
  prefixes: z.array(servedPrefix).max(MAX_PREFIXES).default([]),
  /** How long an answer of each kind may be used; 0 means not at all. Absent: the function's default for `events`. */
  listTtlSeconds: ttlSeconds.optional(),
  statTtlSeconds: ttlSeconds.optional(),
  /**
   * The trees for recursive listings and usage, one below each root. Absent: one tree of the whole bucket. An empty
   * list of roots: no trees, and recursive requests always ask S3.
   */
  tree: z
    .strictObject({
      roots: z.array(treeRoot).max(MAX_TREE_ROOTS).optional(),
      ttlSeconds: ttlSeconds.optional(),
    })
    .optional(),
  /** The bucket's Region, if it is not the stack's. Events from another Region cannot reach the queue. */
  region: regionName.optional(),
  /**
   * For directories that are mostly read once: a page is stored only when its directory is missed for the second time
   * within an hour.
   */
  storeAtSecondMiss: z.boolean().default(false),
  /** Callers with the permission may get URLs of objects, and with them the contents. */
  downloads: z.boolean().default(false),
  /** `requester`: this account pays for its requests to a Requester Pays bucket. */
  requestPayer: z.literal('requester').optional(),
  /**
   * Customer managed KMS keys that encrypt objects. They are needed because S3 returns checksums in a HEAD only to
   * callers who may decrypt the object.
   */
  kmsKeyArns: z
    .array(z.string().regex(/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, 'must be the ARN of a KMS key'))
    .default([]),
});

/** A bucket is given by its name, as a construct, or with its settings. */
export const bucketSettings = z
  .preprocess((value) => {
    if (typeof value === 'string') return { name: value };
    return isBucket(value) ? { bucket: value } : value;
  }, fields)
  .superRefine((it, context) => {
    const problem = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (it.name === undefined && it.bucket === undefined) problem('name', "give the bucket's name");
    if (it.name !== undefined && it.bucket !== undefined)
      problem('name', 'give either name or bucket, not both');
    if (it.create && it.name !== undefined && !isNewBucketName(it.name)) {
      problem(
        'name',
        'must be a name for a new bucket: 3 to 63 characters of a-z, 0-9, "-" and ".", a letter or digit at both ends, no "..", not an IP address',
      );
    }
    if (it.bucket && it.create) problem('create', 'cannot be combined with bucket');
    if (it.region && it.events !== 'none') {
      problem('events', 'events of a bucket in another Region cannot reach the queue: use "none"');
    }
    const isForeign = it.account !== undefined;
    if (isForeign && it.events === 's3') {
      problem(
        'events',
        'this stack cannot set the notifications of a bucket in another account: use a topic or "none"',
      );
    }
    if (isForeign && it.create) problem('account', "a bucket is created in the stack's own account");
    if (it.region && it.create) problem('region', "a bucket is created in the stack's own Region");
    for (const inner of it.prefixes) {
      // S3 rejects two notifications of one kind with overlapping prefixes. Serving a directory twice would also be
      // useless.
      const outer = it.prefixes.find((other) => other !== inner && inner.startsWith(other));
      if (outer) problem('prefixes', `${inner} is inside ${outer}, which is already served`);
    }
    const twice = it.prefixes.find((prefix, at) => it.prefixes.indexOf(prefix) < at);
    if (twice !== undefined) problem('prefixes', `${twice} is listed twice`);
    const { roots = [] } = it.tree ?? {};
    for (const [at, inner] of roots.entries()) {
      const outer = roots.find((other, j) => j !== at && inner.startsWith(other));
      if (outer !== undefined) problem('tree', `the root "${inner}" is inside the root "${outer}"`);
    }
  });

/** A bucket with its defaults filled in. */
export type BucketSettings = z.output<typeof fields>;
export type BucketInput = z.input<typeof fields>;
