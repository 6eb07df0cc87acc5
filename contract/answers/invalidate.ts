/** The result of an invalidation. */
import * as z from 'zod/mini';
import { time } from './fields.ts';

export const invalidateAnswer = z
  .strictObject({
    invalidatedAt: time('No data about them that was read from S3 at this time or before is used.'),
  })
  .check(z.meta({ id: 'InvalidateAnswer' }));

export type InvalidateAnswer = z.output<typeof invalidateAnswer>;
