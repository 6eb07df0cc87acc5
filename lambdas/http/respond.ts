/** Converts an outcome to the HTTP API's response: status, headers, body. */
import type { Problem } from '../../contract/answers/problem.ts';
import { type ErrorCode, PROBLEM_MEDIA_TYPE } from '../../contract/errors.ts';
import type { Failed } from '../core/questions/answer.ts';
import type { Provenance } from '../core/questions/provenance.ts';
import { fitsInAnswer } from './answer-size.ts';
import { etagOf, isNamed } from './etag.ts';
import { type HttpEvent, headerOf, requestIdOf } from './event.ts';
import { ageSeconds, cacheStatus, failureStatus, serverTiming } from './freshness-headers.ts';
import type { Outcome, Reply } from './outcome.ts';
import { problemOf } from './problem.ts';
import { NO_SUCH_BUCKET } from './served-buckets.ts';

export interface HttpResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
}

/** When the request arrived and when its response is sent, in epoch ms. */
export interface Timing {
  startedAt: number;
  now: number;
}

/** S3's own retries failed before this, so callers should wait until the problem has passed. */
const TROUBLE_SECONDS = 2;
/** Asking again makes progress, so this wait only spreads callers out. */
const UNFINISHED_SECONDS = 1;

/**
 * Only the caller's own cache may store it, and must revalidate it each time. With its ETag that transfers no body.
 */
const KEEP_AND_ASK = 'private, max-age=0, must-revalidate';
const DO_NOT_KEEP = 'no-store';

export function respond(outcome: Outcome, event: HttpEvent, timing: Timing): HttpResponse {
  const response =
    outcome.outcome === 'replied'
      ? success(outcome, event, timing)
      : failure(outcome.code, detailOf(outcome), timing, progressOf(outcome));
  if (outcome.outcome === 'refused') Object.assign(response.headers, outcome.headers);
  if (outcome.outcome === 'failed') Object.assign(response.headers, failureFreshness(outcome, timing));
  return response;
}

/** Gives the response what every response to this request has: the request ID, and no body for HEAD. */
export function address(response: HttpResponse, event: HttpEvent): void {
  const requestId = requestIdOf(event);
  if (requestId !== undefined) response.headers['x-request-id'] = requestId;
  if (event.requestContext?.http?.method === 'HEAD') response.body = '';
}

/** A problem for which nothing is known about S3. */
export function failure(
  code: ErrorCode,
  detail: string,
  timing?: Timing,
  progress?: Problem['progress'],
): HttpResponse {
  const problem = problemOf(code, detail, progress);
  const { status } = problem;
  const headers: Record<string, string> = {
    'content-type': PROBLEM_MEDIA_TYPE,
    'cache-control': DO_NOT_KEEP,
    ...(timing && { 'server-timing': serverTiming(timing.now - timing.startedAt) }),
  };
  if (status === 503) headers['retry-after'] = String(retryAfterSeconds(code));
  return { statusCode: status, headers, body: JSON.stringify(problem) };
}

function retryAfterSeconds(code: ErrorCode): number {
  return code === 'incomplete' ? UNFINISHED_SECONDS : TROUBLE_SECONDS;
}

function progressOf(outcome: Exclude<Outcome, Reply>): Problem['progress'] {
  return outcome.outcome === 'failed' ? outcome.progress : undefined;
}

function success(reply: Reply, event: HttpEvent, timing: Timing): HttpResponse {
  const { body, provenance, tagged, next } = reply;
  if (!fitsInAnswer(body))
    throw new Error(`an answer of ${body.length} characters does not fit in a response`);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'cache-control': tagged ? KEEP_AND_ASK : DO_NOT_KEEP,
    ...freshnessHeaders(timing, provenance),
  };
  if (next !== undefined) headers.link = `<${next}>; rel="next"`;
  Object.assign(headers, reply.headers);
  if (reply.status === 204) delete headers['content-type'];
  if (!tagged) return { statusCode: reply.status ?? 200, headers, body };
  const etag = etagOf(body);
  headers.etag = etag;
  if (!isConditional(event) || !isNamed(etag, headerOf(event, 'if-none-match')))
    return { statusCode: 200, headers, body };
  delete headers['content-type'];
  return { statusCode: 304, headers, body: '' };
}

/** `If-None-Match` is answered with 304 only for GET and HEAD (RFC 9110, 13.1.2). */
function isConditional(event: HttpEvent): boolean {
  return event.requestContext.http.method !== 'POST';
}

function freshnessHeaders({ startedAt, now }: Timing, provenance?: Provenance): Record<string, string> {
  const timing = serverTiming(now - startedAt, provenance);
  if (!provenance) return { 'server-timing': timing };
  return {
    age: String(ageSeconds(provenance.observedAt, now)),
    'cache-status': cacheStatus(provenance, now),
    'server-timing': timing,
  };
}

/** The provenance of a failure. A missing bucket gets none, because it must look like one that is not served. */
function failureFreshness({ code, provenance }: Failed, timing: Timing): Record<string, string> {
  if (!provenance || code === 'no-such-bucket') return {};
  // "No such key" is an answer about S3 like any other, with an age. Other failures are temporary.
  if (code === 'no-such-key')
    return { ...freshnessHeaders(timing, provenance), 'cache-control': KEEP_AND_ASK };
  return {
    'cache-status': failureStatus(code, provenance, timing.now),
    'server-timing': serverTiming(timing.now - timing.startedAt, provenance),
  };
}

function detailOf({ code, detail }: { code: ErrorCode; detail: string }): string {
  return code === 'no-such-bucket' ? NO_SUCH_BUCKET : detail;
}
