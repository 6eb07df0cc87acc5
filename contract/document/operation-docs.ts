/** What the OpenAPI document says of each operation beside its route: words, schemas, problems, an example. */
import type * as z from 'zod/mini';
import {
  bucketsAnswer,
  healthAnswer,
  inspectAnswer,
  invalidateAnswer,
  listAnswer,
  listManyAnswer,
  openApiAnswer,
  statAnswer,
  statManyAnswer,
  statsAnswer,
  usageAnswer,
} from '../answers.ts';
import type { ErrorCode } from '../errors.ts';
import type { OperationId } from '../operations.ts';
import {
  inspectQuery,
  invalidateBody,
  listManyBody,
  listQuery,
  statManyBody,
  statQuery,
  usageQuery,
} from '../schema.ts';
import { EXAMPLES } from './examples.ts';
import {
  ANSWER_HEADERS,
  DOCUMENT_HEADERS,
  PAGE_HEADERS,
  POSTED_QUESTION_HEADERS,
  QUESTION_HEADERS,
  REPORT_HEADERS,
} from './header-docs.ts';

export interface OperationDoc {
  tag: 'read' | 'operate' | 'service';
  summary: string;
  description: string;
  query?: z.ZodMiniObject;
  body?: z.ZodMiniType;
  requestHeaders?: z.ZodMiniObject;
  /** What a 200 is. */
  answers: string;
  answer: z.ZodMiniType;
  headers: z.ZodMiniObject;
  /** May it answer 304? */
  notModified?: boolean;
  problems: readonly ErrorCode[];
  example: unknown;
}

const ANY = ['invalid-request', 'internal'] as const satisfies ErrorCode[];
const OF_A_BUCKET = [...ANY, 'forbidden', 'no-such-bucket'] as const satisfies ErrorCode[];
const OF_A_QUESTION = [
  ...OF_A_BUCKET,
  'upstream-denied',
  'upstream-failed',
  'unavailable',
  'only-if-cached',
] as const satisfies ErrorCode[];

export const OPERATION_DOCS: Record<OperationId, OperationDoc> = {
  list: {
    tag: 'read',
    summary: 'List a directory, or everything below a prefix',
    description:
      "S3's own listing of the prefix with the delimiter `/`, or with `recursive` without one, in S3's order, as of `Age` seconds ago. Pages of any size give together exactly the listing: nothing twice, nothing missing. Names have no order among each other: each is as S3 had it at some time within `Age`, not all of them at one moment; only that a directory is empty is never put together from several moments. Filters may be combined freely; a filtered page may be empty and go on. Any other sort than `name` looks at the whole directory for each page: at most 500,000 names (422 beyond), of which at most 50,000 are listed in S3 by one request; then 503 `incomplete`, and asking again goes on from there.",
    query: listQuery,
    requestHeaders: QUESTION_HEADERS,
    answers: 'A page of entries; none where nothing is there, as in S3.',
    answer: listAnswer,
    headers: PAGE_HEADERS,
    notModified: true,
    problems: [...OF_A_QUESTION, 'incomplete', 'too-expensive'],
    example: EXAMPLES.list,
  },
  listMany: {
    tag: 'read',
    summary: 'List up to 100 directories',
    description:
      'A page of each, as list answers it, in one request. Where all of them together are too long for one answer, pages are shorter than `limit` and go on by their cursors. ' +
      'Directories that would take the request beyond $0.001 of S3 calls (200 LISTs, or 2,500 HEADs) have the problem `too-expensive`; what was found is kept, and the same question goes on from there.',
    body: listManyBody,
    requestHeaders: POSTED_QUESTION_HEADERS,
    answers:
      'A result for each prefix, in the order asked: its page, or the problem that list would answer. Where there is a problem with each of them, the answer is the first.',
    answer: listManyAnswer,
    headers: ANSWER_HEADERS,
    problems: [...OF_A_QUESTION, 'too-large', 'too-expensive'],
    example: EXAMPLES.listMany,
  },
  usage: {
    tag: 'read',
    summary: 'How much is below a directory',
    description:
      'Objects and bytes of everything below, and by directory down to a depth. Answered from sums that the index keeps; what is not known yet is listed, several ranges at once.',
    query: usageQuery,
    requestHeaders: QUESTION_HEADERS,
    answers: 'The sums; zeros where nothing is there.',
    answer: usageAnswer,
    headers: ANSWER_HEADERS,
    notModified: true,
    problems: OF_A_QUESTION,
    example: EXAMPLES.usage,
  },
  stat: {
    tag: 'read',
    summary: 'Stat an object or a directory',
    description: 'Metadata of one object, or totals of one directory.',
    query: statQuery,
    requestHeaders: QUESTION_HEADERS,
    answers: 'What is there.',
    answer: statAnswer,
    headers: ANSWER_HEADERS,
    notModified: true,
    problems: [...OF_A_QUESTION, 'no-such-key'],
    example: EXAMPLES.stat,
  },
  statMany: {
    tag: 'read',
    summary: 'Stat up to 1,000 keys',
    description:
      'As so many stats, in one request. One that would take more than $0.001 of S3 calls (200 LISTs, or 2,500 HEADs) is refused; ' +
      'what was found is kept, and the same question goes on from there.',
    body: statManyBody,
    requestHeaders: POSTED_QUESTION_HEADERS,
    answers: 'A result for each key, in the order asked.',
    answer: statManyAnswer,
    headers: ANSWER_HEADERS,
    problems: [...OF_A_QUESTION, 'too-large', 'too-expensive'],
    example: EXAMPLES.statMany,
  },
  invalidate: {
    tag: 'operate',
    summary: 'Forget what was observed',
    description:
      'Returns when nothing observed before `invalidatedAt` will be answered again, by any instance.',
    body: invalidateBody,
    answers: 'Done.',
    answer: invalidateAnswer,
    headers: REPORT_HEADERS,
    problems: [...OF_A_BUCKET, 'too-large', 'unavailable'],
    example: EXAMPLES.invalidate,
  },
  inspect: {
    tag: 'operate',
    summary: 'Show what the index holds for a directory',
    description: 'Makes no S3 call and changes nothing.',
    query: inspectQuery,
    answers: 'Head, chunks, marks, records and what they cover.',
    answer: inspectAnswer,
    headers: REPORT_HEADERS,
    problems: [...OF_A_BUCKET, 'unavailable'],
    example: EXAMPLES.inspect,
  },
  buckets: {
    tag: 'service',
    summary: 'List the served buckets',
    description: 'With how the index hears of their changes, and how long answers live.',
    answers: 'The buckets in the order of the settings.',
    answer: bucketsAnswer,
    headers: REPORT_HEADERS,
    problems: ANY,
    example: EXAMPLES.buckets,
  },
  stats: {
    tag: 'operate',
    summary: 'Counters of the answering instance',
    description: 'Of one instance since its start; the metrics have the sums.',
    answers: 'Counters, and what they are worth.',
    answer: statsAnswer,
    headers: REPORT_HEADERS,
    problems: ANY,
    example: EXAMPLES.stats,
  },
  health: {
    tag: 'service',
    summary: 'Is the service up?',
    description: 'Needs no authorization and tells nothing internal.',
    answers: 'It is.',
    answer: healthAnswer,
    headers: REPORT_HEADERS,
    problems: ANY,
    example: EXAMPLES.health,
  },
  openapi: {
    tag: 'service',
    summary: 'This document',
    description: 'As it is committed in docs/openapi.json.',
    answers: 'The document.',
    answer: openApiAnswer,
    headers: DOCUMENT_HEADERS,
    notModified: true,
    problems: ANY,
    example: EXAMPLES.openapi,
  },
};
