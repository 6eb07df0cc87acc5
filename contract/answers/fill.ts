/** A fill that has begun, and its progress. */
import * as z from 'zod/mini';
import { count, text, time } from './fields.ts';

export const fillAnswer = z
  .strictObject({ id: text('The ID of the fill, for its status and to cancel it.', ['x2K9mQ4r1Zs']) })
  .check(z.meta({ id: 'FillAnswer' }));

export const fillStatusAnswer = z
  .strictObject({
    id: z.string(),
    prefix: text('As in the request.'),
    state: z.enum(['queued', 'running', 'complete', 'cancelled', 'failed']),
    listed: count('Names listed and stored so far. Never decreases.'),
    pages: count('The LIST answers that contained them.'),
    startedAt: time('When the fill was requested.'),
    finishedAt: z.optional(time('When it was complete, cancelled or failed.')),
  })
  .check(z.meta({ id: 'FillStatusAnswer' }));

export type FillAnswer = z.output<typeof fillAnswer>;
export type FillStatusAnswer = z.output<typeof fillStatusAnswer>;
