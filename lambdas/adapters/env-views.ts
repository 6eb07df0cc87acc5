/** S3DEX_VIEWS and S3DEX_CALLER_PREFIXES: which callers may see only a part of a bucket. */
import * as z from 'zod/mini';
import { isPrefixTemplate } from '../../shared/prefix-template.ts';
import type { ServedBucket } from '../core/model/served-bucket.ts';
import { jsonText, servedPrefix } from './env-buckets.ts';

/** A view's name. It must fit in one path segment. */
const VIEW_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
export const isViewName = (text: string) => VIEW_NAME.test(text);

const view = z.strictObject({
  view: z.string().check(z.refine(isViewName, { error: 'is not a name (3-63 of a-z, 0-9, dot, hyphen)' })),
  bucket: z.string(),
  prefixes: z
    .array(servedPrefix)
    .check(z.minLength(1, { error: 'must not be empty; for the whole bucket, use the bucket itself' })),
});

const EXAMPLE = '"users/$' + '{sub}/"';

/** The variable's text: a JSON array. */
export const viewsText = z.pipe(jsonText, z.array(view, { error: 'must be an array of views' }));

export const callerPrefixesText = z.pipe(
  jsonText,
  z
    .array(
      z
        .string()
        .check(
          z.refine(isPrefixTemplate, { error: `must contain a claim, as in ${EXAMPLE}, and end in "/"` }),
        ),
    )
    .check(z.minLength(1, { error: 'must not be empty, because nobody could see anything' })),
);

/**
 * Returns each view as a bucket with the view's name.
 * @throws Error when the bucket does not serve all prefixes of a view.
 */
export function viewedBuckets(
  views: z.output<typeof viewsText>,
  buckets: readonly ServedBucket[],
): [name: string, bucket: ServedBucket][] {
  const taken = new Set(buckets.map((it) => it.name));
  return views.map(({ view: name, bucket: bucketName, prefixes }) => {
    const bucket = buckets.find((it) => it.name === bucketName);
    const fault = !bucket
      ? `refers to ${bucketName}, which is not served`
      : taken.has(name)
        ? 'has the name of a bucket or of another view'
        : outside(prefixes, bucket) && `has prefixes that ${bucketName} does not serve`;
    if (!bucket || fault) throw new Error(`S3DEX_VIEWS: ${name} ${fault}`);
    taken.add(name);
    return [name, { ...bucket, prefixes }];
  });
}

const outside = (prefixes: readonly string[], { prefixes: served }: ServedBucket): boolean =>
  served.length > 0 && prefixes.some((it) => !served.some((outer) => it.startsWith(outer)));
