/** Pages of many directories. */
import * as z from 'zod/mini';
import { directoryEntry, objectEntry } from './entry.ts';
import { text } from './fields.ts';
import { problem } from './problem.ts';

/** One directory of a list-many answer: its page, as list returns it, or the problem. */
export const listResult = z
  .union([
    z.strictObject({
      prefix: text('As in the request.'),
      entries: z.array(z.discriminatedUnion('type', [objectEntry, directoryEntry])),
      nextCursor: z.optional(text('The cursor with which list continues. Absent: this was the last page.')),
    }),
    z.strictObject({ prefix: text('As in the request.'), problem }),
  ])
  .check(z.meta({ id: 'ListResult' }));

export const listManyAnswer = z
  .strictObject({ results: z.array(listResult).check(z.meta({ description: "In the request's order." })) })
  .check(z.meta({ id: 'ListManyAnswer' }));

export type ListResult = z.output<typeof listResult>;
export type ListManyAnswer = z.output<typeof listManyAnswer>;
