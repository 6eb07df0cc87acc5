/** The content of the index for one directory. */
import * as z from 'zod/mini';
import { count, text, time } from './fields.ts';

const observed = {
  observedAt: time('When S3 was asked.'),
  ageSeconds: count('Whole seconds since then.'),
  endsAt: time('Not used after this time.'),
};

const coverage = (description: string) =>
  z.enum(['complete', 'partial', 'none']).check(z.meta({ description }));

const range = {
  after: z.optional(text('The range starts after this name. Absent: it starts at the beginning.')),
  through: z.optional(text('The last name of the range. Absent: it goes to the end.')),
};
const stored = {
  size: count('Sum of the sizes of the listed objects, in bytes.'),
  bytes: count('Size as stored, compressed.'),
};
const STATES = ['valid', 'expired', 'floored', 'other-epoch', 'undecodable'] as const;
const STATES_EXPLAINED =
  '`expired`: its life has ended, or a wrong clock dated it. `floored`: a floor made it void. `other-epoch`: from before the table was emptied, or events arrived in another way. `undecodable`: damaged, or of another version.';

const chunks = z.array(
  z
    .strictObject({
      ...range,
      entries: count('Number of names in it.'),
      ...observed,
      ...stored,
      state: z.enum(STATES).check(z.meta({ description: STATES_EXPLAINED })),
    })
    .check(z.meta({ id: 'InspectedChunk', description: 'One stored part of a listing.' })),
);

const marks = z.array(
  z
    .strictObject({
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
    })
    .check(z.meta({ id: 'InspectedMark', description: 'When a name changed, according to events.' })),
);

const inspectedTree = z
  .strictObject({
    root: text('The root of the tree. Names are relative to it.', ['']),
    watchedUntil: z.optional(
      time('Events below this directory are recorded in the tree until this time. Absent: never watched.'),
    ),
    coverage: coverage('How much of a recursive listing could be answered from the index now.'),
    usageCoverage: coverage('How much of the usage could be answered from the index now.'),
    truncated: z
      .boolean()
      .check(z.meta({ description: 'True when only the beginning of a very large tree is shown.' })),
    chunks,
    digests: z
      .array(
        z.strictObject({
          ...range,
          directories: count('Number of directories with a row.'),
          objects: count('Number of objects in it.'),
          ...observed,
          ...stored,
          state: z.enum([...STATES, 'marked']),
        }),
      )
      .check(
        z.meta({
          description:
            'Sums of parts of the tree, which answer usage. `marked`: an object in the part has changed, so it is listed again.',
        }),
      ),
    marks,
  })
  .check(
    z.meta({
      id: 'InspectedTree',
      description: 'The content of the index for everything below the directory.',
    }),
  );

export const inspectAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: z.string(),
    coverage: coverage('How much of the directory could be listed from the index now.'),
    truncated: z
      .boolean()
      .check(z.meta({ description: 'True when only the beginning of a very large directory is shown.' })),
    voidNames: count('Names that a complete listing would have to check in S3.'),
    head: z.optional(
      z.strictObject({
        watchedUntil: z.optional(
          time(
            'Events in this directory are recorded until this time, or longer if a fill above it watches it.',
          ),
        ),
        misses: count(
          'Number of recent stats that S3 had to answer, and of recent listings whose pages were not stored.',
        ),
        leaseUntil: z.optional(
          time(
            'An instance is reading this directory from S3, at most until this time. Absent: no instance is reading it.',
          ),
        ),
      }),
    ),
    floorAt: z.optional(
      time(
        'What was read from S3 at this time or before is not used, because of an invalidation or lost events.',
      ),
    ),
    chunks,
    marks,
    records: z.array(
      z.strictObject({ name: z.string(), says: z.enum(['object', 'directory', 'absent']), ...observed }),
    ),
    tree: z.optional(inspectedTree),
  })
  .check(z.meta({ id: 'InspectAnswer', description: 'The content of the index for one directory.' }));

export type InspectAnswer = z.output<typeof inspectAnswer>;
