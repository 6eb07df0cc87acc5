/** S3DEX_BUCKETS: which buckets are served, how their changes reach the index, and how long answers live. */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { isBucketName } from '../../shared/bucket-name.ts';
import { byteLength } from '../../shared/byte-length.ts';
import { MAX_KEY_BYTES } from '../../shared/keys.ts';
import { MAX_LIFE_MS } from '../core/model/life.ts';
import type { EventsMode, ServedBucket, TreeSettings } from '../core/model/served-bucket.ts';

/** 96 bits of a hash, stored in the bucket's item. */
const SUBSCRIPTION_LENGTH = 16;

export const MAX_TTL_SECONDS = MAX_LIFE_MS / 1000;

/** The lives, in seconds, for a bucket that sets none (docs/deploy.md). */
export const DEFAULT_TTL_SECONDS: Record<EventsMode, { list: number; stat: number }> = {
  s3: { list: 3600, stat: 3600 },
  eventbridge: { list: 3600, stat: 3600 },
  none: { list: 60, stat: 300 },
};

export interface BucketSetting {
  served: ServedBucket;
  /** The URL of an S3-compatible server. If absent, the server is that of S3DEX_S3_ENDPOINT, or AWS. */
  endpoint?: string;
  region: string;
  /** The service agrees to pay for its requests. Needed for a Requester Pays bucket. */
  requestPayer?: 'requester';
}

const isUrl = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
export const url = z.string().check(z.refine(isUrl, { error: 'must be an http or https URL' }));
export const filled = z.string().check(z.minLength(1, { error: 'is empty' }));

const ttlError = `must be a whole number of seconds from 0 (never cached) to ${MAX_TTL_SECONDS}`;
const ttlSeconds = z
  .int({ error: ttlError })
  .check(z.gte(0, { error: ttlError }), z.lte(MAX_TTL_SECONDS, { error: ttlError }));

export const servedPrefix = z.string({ error: 'must be a string' }).check(
  z.refine((text) => text.endsWith('/'), { error: 'must end in "/", because it names a directory' }),
  z.refine((text) => text.isWellFormed() && byteLength(text) <= MAX_KEY_BYTES, {
    error: `must be at most ${MAX_KEY_BYTES} bytes of UTF-8`,
  }),
);

const treeRoot = z.string({ error: 'must be a string' }).check(
  z.refine((text) => text === '' || text.endsWith('/'), {
    error: 'must be empty or end in "/", because it names a directory',
  }),
  z.refine((text) => text.isWellFormed() && byteLength(text) <= MAX_KEY_BYTES, {
    error: `must be at most ${MAX_KEY_BYTES} bytes of UTF-8`,
  }),
);

const tree = z.strictObject({
  roots: z.optional(
    z.array(treeRoot, { error: 'must be an array of directories' }).check(
      z.refine((all) => !all.some((it, i) => all.some((other, j) => i !== j && it.startsWith(other))), {
        error: 'one root must not be inside another',
      }),
    ),
  ),
  ttlSeconds: z.optional(ttlSeconds),
});

const bucketText = z.strictObject({
  name: z
    .string({ error: 'must be a string' })
    .check(z.refine(isBucketName, { error: 'is not a bucket name' })),
  events: z.enum(['s3', 'eventbridge', 'none'], { error: 'must be "s3", "eventbridge" or "none"' }),
  prefixes: z.optional(
    z
      .array(servedPrefix, { error: 'must be an array of prefixes' })
      .check(z.minLength(1, { error: 'must not be empty; leave it out to serve the whole bucket' })),
  ),
  listTtlSeconds: z.optional(ttlSeconds),
  statTtlSeconds: z.optional(ttlSeconds),
  tree: z.optional(tree),
  endpoint: z.optional(url),
  region: z.optional(filled),
  requestPayer: z.optional(z.literal('requester', { error: 'must be "requester"' })),
  /** True if directories are mostly read once. Their pages are then stored at the second miss within an hour. */
  storeAtSecondMiss: z.optional(z.boolean({ error: 'must be true or false' })),
  /** True if callers with the permission may get URLs of the bucket's objects. */
  downloads: z.optional(z.boolean({ error: 'must be true or false' })),
  /** Identifies the subscription (for example a rule's name), for feeds that send no test event when they start. */
  subscription: z.optional(filled),
});

const json = z.transform((text: string, context: z.core.ParsePayload): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.issues.push({ code: 'custom', input: text, message: 'is not JSON' });
    return z.NEVER;
  }
});

/** The value of a variable that contains JSON. */
export const jsonText = z.pipe(z.string(), json);

/** The variable's value: a JSON array. */
export const bucketsText = z.pipe(
  jsonText,
  z.array(bucketText, { error: 'must be an array of buckets' }).check(
    z.minLength(1, { error: 'must name at least one bucket' }),
    z.refine((all) => new Set(all.map((it) => it.name)).size === all.length, {
      error: 'names a bucket twice',
    }),
  ),
);

/** The settings of each bucket. Values that a bucket leaves out come from the function's own settings. */
export function bucketSettings(
  texts: z.output<typeof bucketsText>,
  own: { endpoint?: string; region: string },
): BucketSetting[] {
  return texts.map((text) => ({
    served: servedBucket(text),
    endpoint: text.endpoint ?? own.endpoint,
    region: text.region ?? own.region,
    requestPayer: text.requestPayer,
  }));
}

function servedBucket(setting: z.output<typeof bucketText>): ServedBucket {
  const defaults = DEFAULT_TTL_SECONDS[setting.events];
  const listTtlSeconds = setting.listTtlSeconds ?? defaults.list;
  return {
    name: setting.name,
    events: setting.events,
    prefixes: setting.prefixes ?? [],
    listLifeMs: listTtlSeconds * 1000,
    statLifeMs: (setting.statTtlSeconds ?? defaults.stat) * 1000,
    tree: treeSettings(setting, listTtlSeconds),
    ...(setting.storeAtSecondMiss && { storesAtSecondMiss: true }),
    ...(setting.downloads && { downloads: true }),
    ...subscriptionOf(setting),
  };
}

/**
 * Events are sent only for the served prefixes. If the prefixes change, the subscription is another one, and a new
 * epoch begins.
 */
function subscriptionOf({
  events,
  prefixes = [],
  subscription,
}: z.output<typeof bucketText>): Pick<ServedBucket, 'subscription'> {
  if (events === 'none' || (prefixes.length === 0 && subscription === undefined)) return {};
  const text = JSON.stringify([subscription ?? '', prefixes.toSorted()]);
  return {
    subscription: createHash('sha256').update(text).digest('base64url').slice(0, SUBSCRIPTION_LENGTH),
  };
}

/**
 * The default is one tree of the whole bucket. Only served prefixes can be listed, so the roots are narrowed to them.
 */
function treeSettings(
  { tree: { roots = [''], ttlSeconds } = {}, prefixes = [''] }: z.output<typeof bucketText>,
  listTtlSeconds: number,
): TreeSettings {
  const served = roots.flatMap((root) =>
    prefixes.flatMap((prefix) =>
      prefix.startsWith(root) ? [prefix] : root.startsWith(prefix) ? [root] : [],
    ),
  );
  return { roots: [...new Set(served)], lifeMs: (ttlSeconds ?? listTtlSeconds) * 1000 };
}
