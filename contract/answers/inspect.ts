/** The content of the index for one directory. */
import * as z from 'zod/mini';
import { count, text, time } from './fields.ts';

const observed = {
  observedAt: time('When S3 was asked.'),
  ageSeconds: count('Whole seconds since then.'),
  endsAt: time('Not used after this time.'),
};

export const inspectAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: z.string(),
    coverage: z
      .enum(['complete', 'partial', 'none'])
      .check(z.meta({ description: 'How much of the directory could be listed from the index now.' })),
    truncated: z
      .boolean()
      .check(z.meta({ description: 'True when only the beginning of a very large directory is shown.' })),
    voidNames: count('Names that a complete listing would have to check in S3.'),
    head: z.optional(
      z.strictObject({
        watchedUntil: z.optional(
          time('Events below this directory are recorded until this time. Absent: never watched.'),
        ),
        misses: count('Number of recent stats that S3 had to answer.'),
        leaseUntil: z.optional(
          time('An instance is reading this directory from S3, until this time at most. Absent: none is.'),
        ),
      }),
    ),
    floorAt: z.optional(time('The newest invalidation at or above the directory.')),
    chunks: z.array(
      z.strictObject({
        after: z.optional(text('The range starts after this name. Absent: it starts at the beginning.')),
        through: z.optional(text('The last name of the range. Absent: it goes to the end.')),
        entries: count('Number of names in it.'),
        ...observed,
        size: count('Sum of the sizes of the listed objects, in bytes.'),
        bytes: count('Size as stored, compressed.'),
        state: z.enum(['valid', 'expired', 'floored', 'other-epoch', 'undecodable']),
      }),
    ),
    marks: z.array(
      z.strictObject({
        name: z.string(),
        appearedAt: z.optional(
          time(
            'An object or directory appeared. Answers from this time or before that say the name is absent are not used.',
          ),
        ),
        vanishedAt: z.optional(
          time(
            'An object or directory changed or was removed. Answers from this time or before that say the name is present are not used.',
          ),
        ),
      }),
    ),
    records: z.array(
      z.strictObject({ name: z.string(), says: z.enum(['object', 'directory', 'absent']), ...observed }),
    ),
  })
  .check(z.meta({ id: 'InspectAnswer', description: 'The content of the index for one directory.' }));

export type InspectAnswer = z.output<typeof inspectAnswer>;
