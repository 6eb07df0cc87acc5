/** Compares answers with the contract and with S3's state. Every function throws if an answer is wrong. */
import assert from 'node:assert/strict';
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import * as z from 'zod/mini';
import { bucketsAnswer } from '../../../contract/answers/buckets.ts';
import { downloadAnswer } from '../../../contract/answers/download.ts';
import { fillAnswer, fillStatusAnswer } from '../../../contract/answers/fill.ts';
import { inspectAnswer } from '../../../contract/answers/inspect.ts';
import { invalidateAnswer } from '../../../contract/answers/invalidate.ts';
import { listAnswer } from '../../../contract/answers/list.ts';
import { listManyAnswer } from '../../../contract/answers/list-many.ts';
import { problem } from '../../../contract/answers/problem.ts';
import { healthAnswer, openApiAnswer } from '../../../contract/answers/service.ts';
import { statAnswer } from '../../../contract/answers/stat.ts';
import { statManyAnswer } from '../../../contract/answers/stat-many.ts';
import { statsAnswer } from '../../../contract/answers/stats.ts';
import { usageAnswer } from '../../../contract/answers/usage.ts';
import { ERRORS, type ErrorCode, PROBLEM_MEDIA_TYPE } from '../../../contract/errors.ts';
import type { OperationId } from '../../../contract/operations.ts';
import type { HttpResponse } from '../../../lambdas/http/respond.ts';
import { found, type Wanted } from '../../support/find-reference.ts';
import { after, type TrueEntry, trueListing, trueStat } from '../truth.ts';
import type { World } from '../world.ts';

const SCHEMAS: Record<OperationId, z.ZodMiniType> = {
  list: listAnswer,
  listMany: listManyAnswer,
  usage: usageAnswer,
  stat: statAnswer,
  statMany: statManyAnswer,
  invalidate: invalidateAnswer,
  fill: fillAnswer,
  fillStatus: fillStatusAnswer,
  // The answer has no body.
  cancelFill: z.never(),
  download: downloadAnswer,
  inspect: inspectAnswer,
  buckets: bucketsAnswer,
  stats: statsAnswer,
  health: healthAnswer,
  openapi: openApiAnswer,
};

/** Field values that are allowed on the wire (RFC 9110, 5.5) and that Node's http accepts. */
const FIELD_VALUE = /^[\x20-\x7e]*$/;

/** The rules for every answer: it is complete, follows the contract, and is never a 500. */
export function checkShape(response: HttpResponse, method: string): void {
  const { statusCode, headers, body } = response;
  assert.ok(
    [200, 202, 204, 304, 400, 403, 404, 405, 413, 422, 504].includes(statusCode),
    `status ${statusCode}: ${body}`,
  );
  for (const [name, value] of Object.entries(headers)) assert.match(value, FIELD_VALUE, name);
  if (method === 'HEAD' || statusCode === 304 || statusCode === 204) {
    assert.equal(body, '');
    return;
  }
  if (statusCode >= 400) problemOf(response);
  else JSON.parse(textOf(response));
}

export function textOf({ body, headers, isBase64Encoded }: HttpResponse): string {
  if (!isBase64Encoded) return body;
  const bytes = Buffer.from(body, 'base64');
  const encoding = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-encoding')?.[1];
  switch (encoding) {
    case 'br':
      return brotliDecompressSync(bytes).toString();
    case 'gzip':
      return gunzipSync(bytes).toString();
    case 'zstd':
      return zstdDecompressSync(bytes).toString();
    default:
      throw new Error(`content-encoding ${encoding}`);
  }
}

/** The problem in an error answer, parsed by the contract. */
export function problemOf(response: HttpResponse): { code: ErrorCode; detail: string } {
  assert.equal(response.headers['content-type'], PROBLEM_MEDIA_TYPE);
  const parsed = problem.parse(JSON.parse(textOf(response)));
  assert.equal(ERRORS[parsed.code].status, response.statusCode);
  return parsed;
}

export function checkProblem(response: HttpResponse, code: ErrorCode): void {
  assert.equal(response.statusCode, ERRORS[code].status, response.body);
  if (response.body !== '') assert.equal(problemOf(response).code, code);
}

/** The body of a 200, or of the 202 for a new fill, parsed by the contract. */
export function answerOf(operation: OperationId, response: HttpResponse): unknown {
  assert.equal(response.statusCode, operation === 'fill' ? 202 : 200, response.body);
  const said = JSON.parse(textOf(response));
  const parsed = SCHEMAS[operation].safeParse(said);
  assert.equal(parsed.error, undefined);
  return said;
}

export interface PageAsked {
  bucket: string;
  prefix: string;
  limit: number;
  recursive?: boolean;
  /** The name that the cursor represents. */
  after?: string;
}

export interface PageSaid {
  bucket: string;
  prefix: string;
  entries: TrueEntry[];
  nextCursor?: string;
  complete?: boolean;
}

/**
 * The page must contain S3's next names in S3's order, as many as requested. Fewer are allowed only at the end, or at
 * the size limit of an answer.
 */
export function checkPage(world: World, asked: PageAsked, said: PageSaid): void {
  const { bucket, prefix, limit, recursive } = asked;
  const rest = after(trueListing(world, bucket, prefix, recursive), asked.after);
  assert.deepEqual({ bucket: said.bucket, prefix: said.prefix }, { bucket, prefix });
  assert.deepEqual(said.entries, rest.slice(0, said.entries.length));
  assert.ok(said.entries.length <= limit);
  if (said.nextCursor === undefined)
    assert.equal(said.entries.length, rest.length, 'the listing ends too early');
  else assert.equal(said.entries.length, limit, 'a page with a next page is full');
}

/**
 * Like checkPage, for sorted or filtered listings. In S3's order, a page may be short or empty and still have a next
 * page.
 */
export function checkFound(
  world: World,
  { bucket, prefix, limit, recursive, after: start }: PageAsked,
  wanted: Wanted,
  said: PageSaid,
): void {
  const all = found(after(trueListing(world, bucket, prefix, recursive), start), wanted);
  // Entries that are not known yet are missing, because the caller accepts partial answers.
  const names = new Set(said.entries.map(({ name }) => name));
  const truth = said.complete === false ? all.filter(({ name }) => names.has(name)) : all;
  assert.deepEqual(said.entries, truth.slice(0, said.entries.length));
  assert.ok(said.entries.length <= limit);
  if (said.nextCursor === undefined) assert.equal(said.entries.length, truth.length, 'it ends too early');
  else if (/^-|size|lastModified/.test(wanted.sort ?? '')) assert.ok(said.entries.length < truth.length);
}

export interface UsageAsked {
  bucket: string;
  prefix: string;
  depth: number;
}

interface UsageSaid {
  objects: number;
  size: number;
  complete: boolean;
  children?: { prefix: string; objects: number; size: number }[];
  childrenOmitted?: number;
}

/** The sums are counted from every key below the prefix, in the simplest way. */
export function checkUsage(world: World, { bucket, prefix, depth }: UsageAsked, said: UsageSaid): void {
  const sumBelow = (directory: string) => {
    const below = trueListing(world, bucket, directory, true);
    return { objects: below.length, size: below.reduce((sum, { size = 0 }) => sum + size, 0) };
  };
  assert.equal(said.complete, true);
  assert.deepEqual({ objects: said.objects, size: said.size }, sumBelow(prefix));
  const levels = trueListing(world, bucket, prefix, true).flatMap(({ name }) => {
    const parts = name.split('/').slice(0, -1).slice(0, depth);
    return parts.map((_, i) => `${prefix}${parts.slice(0, i + 1).join('/')}/`);
  });
  const { children = [], childrenOmitted = 0 } = said;
  assert.equal(children.length + childrenOmitted, new Set(levels).size);
  for (const { prefix: child, objects, size } of children)
    assert.deepEqual({ objects, size }, sumBelow(child));
}

/** Each directory must be answered as by list. A directory outside the served part of a bucket gets a problem. */
export function checkListMany(
  world: World,
  { bucket, prefixes, limit }: { bucket: string; prefixes: string[]; limit: number },
  said: { results: ({ prefix: string } & Partial<PageSaid> & { problem?: { code: string } })[] },
): void {
  assert.deepEqual(
    said.results.map(({ prefix }) => prefix),
    prefixes,
  );
  for (const { problem, ...page } of said.results) {
    if (problem === undefined) {
      checkPage(world, { bucket, prefix: page.prefix, limit }, { bucket, ...page } as PageSaid);
    } else assert.ok(['forbidden', 'only-if-cached'].includes(problem.code), problem.code);
  }
}

export function checkStat(
  world: World,
  bucket: string,
  key: string,
  full: boolean,
  response: HttpResponse,
): void {
  const truth = trueStat(world, bucket, key, full);
  if (truth === undefined) checkProblem(response, 'no-such-key');
  else assert.deepEqual(answerOf('stat', response), truth);
}

export function checkStatMany(
  world: World,
  bucket: string,
  { keys, full }: { keys: string[]; full: boolean },
  said: { results: object[] },
): void {
  const truth = keys.map((key) => {
    const found = trueStat(world, bucket, key, full);
    return found === undefined ? { key, found: false } : { ...found, key, found: true };
  });
  assert.deepEqual(said.results, truth);
}
