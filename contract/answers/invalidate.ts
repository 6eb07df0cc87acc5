/** The result of an invalidation. */
import * as z from 'zod/mini';
import { time } from './fields.ts';

export const invalidateAnswer = z
  .strictObject({ invalidatedAt: time('No instance uses an observation from this time or before any more.') })
  .check(z.meta({ id: 'InvalidateAnswer' }));

export type InvalidateAnswer = z.output<typeof invalidateAnswer>;
