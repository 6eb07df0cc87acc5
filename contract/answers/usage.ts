/** The usage of everything below a directory. */
import * as z from 'zod/mini';
import { listed, named } from './entry.ts';
import { count, text, time } from './fields.ts';

const usageSums = {
  objects: count('All objects below, including marker objects.'),
  size: count('Bytes.'),
  lastModified: z.optional(time('Time of the newest object.')),
};

export const usageAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: text('As in the request.'),
    ...usageSums,
    oldest: z.optional(time('Time of the oldest object.')),
    largest: z.optional(
      z
        .strictObject({ key: named.key, size: listed.size })
        .check(z.meta({ description: "The largest object; the first in S3's order if there are several." })),
    ),
    byStorageClass: z.optional(
      z.record(z.string(), z.strictObject({ objects: usageSums.objects, size: usageSums.size })).check(
        z.meta({
          description: "By storage class, in S3's notation.",
          examples: [{ STANDARD: { objects: 7, size: 1200 } }],
        }),
      ),
    ),
    complete: z.boolean().check(
      z.meta({
        description:
          'False when the request reached its limit of time or S3 calls. Then the sums cover only a part. The same request continues from there.',
      }),
    ),
    children: z.optional(
      z.array(z.strictObject({ prefix: text('The whole prefix.', ['photos/2026/']), ...usageSums })).check(
        z.meta({
          description: 'The directories below, down to `depth` levels. Each sum includes everything below.',
        }),
      ),
    ),
    childrenOmitted: z.optional(
      count('Number of directories that are not in `children` because of `limit`.'),
    ),
  })
  .check(z.meta({ id: 'UsageAnswer' }));

export type UsageAnswer = z.output<typeof usageAnswer>;
