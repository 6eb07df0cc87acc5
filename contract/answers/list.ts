/** A page of a listing. */
import * as z from 'zod/mini';
import { directoryEntry, objectEntry } from './entry.ts';
import { count, text } from './fields.ts';

export const listAnswer = z
  .strictObject({
    bucket: z.string(),
    prefix: text('As in the request.'),
    entries: z.array(z.discriminatedUnion('type', [objectEntry, directoryEntry])).check(
      z.meta({
        description:
          "In S3's order (UTF-8 bytes), or as requested by `sort`. Names of directories end in a slash.",
      }),
    ),
    nextCursor: z.optional(text('Absent on the last page. A filtered page may be empty and still have one.')),
    scanned: z.optional(count('Names examined for this page. Present with filters or `sort`.')),
    complete: z.optional(
      z.boolean().check(
        z.meta({
          description:
            'With `sort`: true when the whole directory was sorted. False is only possible with `partial=true`.',
        }),
      ),
    ),
  })
  .check(z.meta({ id: 'ListAnswer' }));

export type ListAnswer = z.output<typeof listAnswer>;
