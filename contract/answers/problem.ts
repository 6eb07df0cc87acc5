/** The body of every error (RFC 9457). */
import * as z from 'zod/mini';
import { ERROR_CODES } from '../errors.ts';
import { count, text } from './fields.ts';

export const problem = z
  .strictObject({
    type: text('A stable name for the kind of problem.', ['urn:s3dex:problem:invalid-request']),
    title: z.string(),
    status: z.int().check(z.gte(400), z.lte(599)),
    detail: text('The cause in this case. If a field of the request is invalid, it names the field.', [
      'limit: must be a whole number from 1 to 1000',
    ]),
    code: z.enum(ERROR_CODES),
    progress: z.optional(
      z.strictObject({ seen: count('Number of names known so far.') }).check(
        z.meta({
          description: 'With `incomplete`: the progress so far. The same request continues from there.',
        }),
      ),
    ),
  })
  .check(z.meta({ id: 'Problem', description: 'RFC 9457.' }));

export type Problem = z.output<typeof problem>;
