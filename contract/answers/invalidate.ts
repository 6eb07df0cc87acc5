/** The result of an invalidation. */
import * as z from 'zod/mini';
import { time } from './fields.ts';

export const invalidateAnswer = z
  .strictObject({
    invalidatedAt: time(
      'No instance uses data about these keys and prefixes that was read from S3 at this time or before.',
    ),
  })
  .check(z.meta({ id: 'InvalidateAnswer' }));

export type InvalidateAnswer = z.output<typeof invalidateAnswer>;
