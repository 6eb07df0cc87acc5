/** Counters of one instance, and what its answers cost. */
import * as z from 'zod/mini';
import { count, text, time } from './fields.ts';

const dollars = (description: string) => z.number().check(z.meta({ description }));

export const statsAnswer = z
  .strictObject({
    since: time('When this instance started. Every count is of this instance, since then.'),
    requests: count('Requests for data (list, list many, usage, stat, stat many).'),
    hits: count('Answered without an S3 call.'),
    partial: count('Answered partly from the index.'),
    misses: count('Answered from S3: not in the index, expired, or requested from S3.'),
    bypassed: count('Answered from S3, because the index was not available or must not be used.'),
    stale: count('Answered with expired data, because S3 failed.'),
    failed: count('Not answered (5xx).'),
    s3: z.strictObject({
      lists: count('LISTs sent.'),
      heads: count('HEADs sent.'),
      listsAvoided: z
        .int()
        .check(
          z.meta({ description: 'LISTs that the same answers need without the index, minus those sent.' }),
        ),
      headsAvoided: z
        .int()
        .check(
          z.meta({ description: 'HEADs that the same answers need without the index, minus those sent.' }),
        ),
    }),
    dynamodb: z.strictObject({
      readUnits: z.number().check(z.gte(0)),
      writeUnits: z.number().check(z.gte(0)),
    }),
    dollars: z.strictObject({
      region: text('Region of the prices.'),
      pricesAsOf: text('Date of the price table.'),
      direct: dollars('The price of the same answers directly from S3.'),
      spent: dollars('Spent on S3 calls, DynamoDB units, and `front`.'),
      front: dollars(
        'The part of `spent` for API Gateway, Lambda (requests and time) and logs, which direct use of S3 does not need.',
      ),
      saved: dollars('`direct` minus `spent`. Negative when the index cost more than it saved.'),
      savedWithHeads: dollars(
        'Like `saved`, compared to a caller who also sends a HEAD for every listed object.',
      ),
    }),
    table: z.optional(
      z
        .strictObject({
          items: count('As last counted by DynamoDB.'),
          bytes: count('As last counted by DynamoDB.'),
        })
        .check(z.meta({ description: "The table's size, some hours old. Absent when it is not known." })),
    ),
  })
  .check(z.meta({ id: 'StatsAnswer' }));

export type StatsAnswer = z.output<typeof statsAnswer>;
