/** The parts of the OpenAPI document for each operation, except its route: texts, schemas, problems, an example. */
import type * as z from 'zod/mini';
import { bucketsAnswer } from '../answers/buckets.ts';
import { downloadAnswer } from '../answers/download.ts';
import { fillAnswer, fillStatusAnswer } from '../answers/fill.ts';
import { inspectAnswer } from '../answers/inspect.ts';
import { invalidateAnswer } from '../answers/invalidate.ts';
import { listAnswer } from '../answers/list.ts';
import { listManyAnswer } from '../answers/list-many.ts';
import { healthAnswer, openApiAnswer } from '../answers/service.ts';
import { statAnswer } from '../answers/stat.ts';
import { statManyAnswer } from '../answers/stat-many.ts';
import { statsAnswer } from '../answers/stats.ts';
import { usageAnswer } from '../answers/usage.ts';
import type { ErrorCode } from '../errors.ts';
import type { OperationId } from '../operations.ts';
import {
  downloadBody,
  fillBody,
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
  ACCEPTED_HEADERS,
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
  /** Status of a success. Default 200. */
  status?: 202 | 204;
  /** The description of a success. */
  answers: string;
  /** Schema of the body of a success. Absent if there is no body. */
  answer?: z.ZodMiniType;
  headers: z.ZodMiniObject;
  /** True if the operation may answer 304. */
  notModified?: boolean;
  problems: readonly ErrorCode[];
  example?: unknown;
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
      "The keys below the prefix as S3 lists them with the delimiter `/` (with `recursive`: without one), in S3's order, as of `Age` seconds ago. All pages together are exactly the listing, without duplicates or gaps. Different names may have been observed at different times within `Age`. But if a directory is reported as empty, all of it was empty at one time within `Age`. Filters can be combined; a combination that makes no sense (`minSize` with `type=directory`) is answered with 400. A filtered page may be empty and still have a next page. Every `sort` except `name` reads the whole directory for each page: at most 500,000 names (more are answered with 422). One request lists at most 50,000 of them in S3. If more must be listed, it answers 503 `incomplete`, and the same request continues from there. With `no-cache`, `no-store` or a TTL of 0 it cannot continue, so a directory that needs more is answered with 422.",
    query: listQuery,
    requestHeaders: QUESTION_HEADERS,
    answers: 'A page of entries. It is empty when nothing exists there, as in S3.',
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
      'A page of each directory, as list returns it, in one request. If all pages together are too large for one answer, some are shorter than `limit` and continue with their cursors. ' +
      'The S3 calls of one request may cost at most $0.001 (200 LISTs, or 2,500 HEADs). Directories beyond this limit get the problem `too-expensive`. What was found is kept, and the same request continues from there (not with `no-cache` or `no-store`).',
    body: listManyBody,
    requestHeaders: POSTED_QUESTION_HEADERS,
    answers:
      "A result for each prefix, in the request's order: its page, or the problem that list would return. If all of them have a problem, the answer is the first problem.",
    answer: listManyAnswer,
    headers: ANSWER_HEADERS,
    problems: [...OF_A_QUESTION, 'too-large', 'too-expensive'],
    example: EXAMPLES.listMany,
  },
  usage: {
    tag: 'read',
    summary: 'Count and size of everything below a directory',
    description:
      'Number and total size of all objects below a directory, with `depth` also for each directory in it. The answer is computed from sums in the index. What the index does not know yet is listed in S3, in several ranges of keys in parallel.',
    query: usageQuery,
    requestHeaders: QUESTION_HEADERS,
    answers: 'The sums; zero when nothing exists there.',
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
    answers: 'The object or directory.',
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
      'Returns the stat of each key in one request. If the S3 calls would cost more than $0.001 (200 LISTs, or 2,500 HEADs), the request fails. ' +
      'What was found is kept, and the same request continues from there (not with `no-cache` or `no-store`).',
    body: statManyBody,
    requestHeaders: POSTED_QUESTION_HEADERS,
    answers: "A result for each key, in the request's order.",
    answer: statManyAnswer,
    headers: ANSWER_HEADERS,
    problems: [...OF_A_QUESTION, 'too-large', 'too-expensive'],
    example: EXAMPLES.statMany,
  },
  invalidate: {
    tag: 'operate',
    summary: 'Invalidate keys or prefixes',
    description:
      'After this request has returned, no instance uses data about these keys and prefixes that was read from S3 at `invalidatedAt` or before.',
    body: invalidateBody,
    answers: 'The invalidation is complete.',
    answer: invalidateAnswer,
    headers: REPORT_HEADERS,
    problems: [...OF_A_BUCKET, 'too-large', 'unavailable'],
    example: EXAMPLES.invalidate,
  },
  fill: {
    tag: 'operate',
    summary: 'Read a directory, or everything below it, into the index',
    description:
      'Workers list the prefix in S3, several ranges of keys in parallel, and store the answers. With `recursive`, lists, recursive lists and usage of everything below then need no S3 call until the lives of the stored answers end, except for what has changed; recursive lists and usage need a `tree` for this prefix. Each fill lists everything again: at least one LIST for every 1,000 keys. If all TTLs are 0, the answer is 422 `too-expensive`. A deployment without workers answers 404 `no-such-route`.',
    body: fillBody,
    status: 202,
    answers: 'The fill is in the queue.',
    answer: fillAnswer,
    headers: ACCEPTED_HEADERS,
    problems: [...OF_A_BUCKET, 'no-such-route', 'too-large', 'too-expensive', 'unavailable'],
    example: EXAMPLES.fill,
  },
  fillStatus: {
    tag: 'operate',
    summary: 'Show the progress of a fill',
    description: 'Fills are kept for 7 days. A fill that does not exist is answered with 404 `no-such-key`.',
    answers: 'The state of the fill, and how much was listed so far.',
    answer: fillStatusAnswer,
    headers: REPORT_HEADERS,
    problems: [...OF_A_BUCKET, 'no-such-key', 'no-such-route', 'unavailable'],
    example: EXAMPLES.fillStatus,
  },
  cancelFill: {
    tag: 'operate',
    summary: 'Cancel a fill',
    description:
      'The workers stop within seconds. What they stored remains, and the pages that they were listing are still counted. A fill that has ended keeps its state.',
    status: 204,
    answers: 'The fill is cancelled, or had already ended.',
    headers: REPORT_HEADERS,
    problems: [...OF_A_BUCKET, 'no-such-key', 'no-such-route', 'unavailable'],
  },
  download: {
    tag: 'read',
    summary: 'Get a URL from which an object can be read',
    description:
      'With this URL, a caller gets the contents of one object from S3; the service itself never sends them. For buckets without the setting `downloads` (off by default), the answer is 404 `no-such-route`. The caller needs a separate permission. The service makes no S3 call, so it also signs URLs of keys that do not exist; S3 answers such a URL with 404.',
    body: downloadBody,
    answers: 'The URL. Treat it like a password: it needs no other credentials.',
    answer: downloadAnswer,
    headers: REPORT_HEADERS,
    problems: [...OF_A_BUCKET, 'no-such-route', 'too-large', 'unavailable'],
    example: EXAMPLES.download,
  },
  inspect: {
    tag: 'operate',
    summary: 'Show the content of the index for a directory',
    description: 'Makes no S3 call and changes no stored answer.',
    query: inspectQuery,
    answers:
      'The head, chunks, marks and records of the directory (explained in docs/glossary.md), and how much of it they cover.',
    answer: inspectAnswer,
    headers: REPORT_HEADERS,
    problems: [...OF_A_BUCKET, 'unavailable'],
    example: EXAMPLES.inspect,
  },
  buckets: {
    tag: 'service',
    summary: 'List the served buckets',
    description: 'For each bucket: how its changes reach the index, and how long answers may be used.',
    answers: 'The buckets, in the order of the settings.',
    answer: bucketsAnswer,
    headers: REPORT_HEADERS,
    problems: ANY,
    example: EXAMPLES.buckets,
  },
  stats: {
    tag: 'operate',
    summary: 'Counters of the instance that answers',
    description: 'Counts of one instance since it started. The CloudWatch metrics have the totals.',
    answers: 'The counters, and what the answers cost.',
    answer: statsAnswer,
    headers: REPORT_HEADERS,
    problems: ANY,
    example: EXAMPLES.stats,
  },
  health: {
    tag: 'service',
    summary: 'Is the service up?',
    description: 'The answer contains no internal data.',
    answers: 'The service is up.',
    answer: healthAnswer,
    headers: REPORT_HEADERS,
    problems: ANY,
    example: EXAMPLES.health,
  },
  openapi: {
    tag: 'service',
    summary: 'This document',
    description: 'The same as docs/openapi.json.',
    answers: 'The document.',
    answer: openApiAnswer,
    headers: DOCUMENT_HEADERS,
    notModified: true,
    problems: ANY,
    example: EXAMPLES.openapi,
  },
};
