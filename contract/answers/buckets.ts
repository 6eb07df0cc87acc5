/** The served buckets. */
import * as z from 'zod/mini';
import { count } from './fields.ts';

export const bucketsAnswer = z
  .strictObject({
    buckets: z.array(
      z.strictObject({
        name: z.string(),
        events: z
          .enum(['s3', 'eventbridge', 'none'])
          .check(z.meta({ description: 'How changes reach the index.' })),
        prefixes: z.optional(
          z
            .array(z.string())
            .check(z.meta({ description: 'The served prefixes. Absent: the whole bucket.' })),
        ),
        listTtlSeconds: count('How long a listing may be answered from the index; 0: not at all.'),
        statTtlSeconds: count('How long a stat may be answered from the index; 0: not at all.'),
        view: z
          .optional(z.literal(true))
          .check(z.meta({ description: 'Present if this is a view, a part of a bucket.' })),
        downloads: z
          .optional(z.literal(true))
          .check(z.meta({ description: 'Present if the bucket gives download URLs.' })),
        tree: z.optional(
          z
            .strictObject({
              roots: z.array(z.string()).check(z.meta({ description: 'The roots of the trees.' })),
              ttlSeconds: count('How long a tree may be answered from the index; 0: not at all.'),
            })
            .check(
              z.meta({
                description:
                  'The trees for recursive listings and usage. Absent: such requests always ask S3.',
              }),
            ),
        ),
      }),
    ),
  })
  .check(z.meta({ id: 'BucketsAnswer' }));

export type BucketsAnswer = z.output<typeof bucketsAnswer>;
