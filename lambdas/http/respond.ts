/** Converts an outcome to the HTTP API's response: status, headers, body. */
import type { Problem } from '../../contract/answers/problem.ts';
import { type ErrorCode, PROBLEM_MEDIA_TYPE } from '../../contract/errors.ts';
import { fitsInAnswer } from './answer-size.ts';
import { etagOf, hasCurrent } from './etag.ts';
import type { HttpEvent } from './event.ts';
import {
  DO_NOT_KEEP,
  failureFreshness,
  freshnessHeaders,
  KEEP_AND_ASK,
  serverTiming,
  type Timing,
} from './freshness-headers.ts';
import type { Outcome, Reply } from './outcome.ts';
import { problemOf } from './problem.ts';
import { NO_SUCH_BUCKET } from './served-buckets.ts';

export interface HttpResponse {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
}

/**
 * Retry-After if S3 or the table failed. Retries of single calls have already failed, so callers should wait for
 * recovery.
 */
const TROUBLE_SECONDS = 2;
/** Retry-After if the next request continues the work of this one. The wait only spreads the callers' requests. */
const UNFINISHED_SECONDS = 1;

export function respond(outcome: Outcome, event: HttpEvent, timing: Timing): HttpResponse {
  const response =
    outcome.outcome === 'replied'
      ? success(outcome, event, timing)
      : failure(outcome.code, detailOf(outcome), timing, progressOf(outcome));
  if (outcome.outcome === 'refused') Object.assign(response.headers, outcome.headers);
  if (outcome.outcome === 'failed') Object.assign(response.headers, failureFreshness(outcome, timing));
  return response;
}

/** Adds what all responses need: the request ID, and for HEAD an empty body. */
export function address(response: HttpResponse, event: HttpEvent): void {
  const requestId = requestIdOf(event);
  if (requestId !== undefined) response.headers['x-request-id'] = requestId;
  if (event.requestContext?.http?.method === 'HEAD') response.body = '';
}

/** The request ID, if it is safe to send back in a header. */
export function requestIdOf(event: HttpEvent): string | undefined {
  const id = event.requestContext?.requestId;
  return typeof id === 'string' && /^[\w=+/.:-]{1,128}$/.test(id) ? id : undefined;
}

/** The response for a problem, without freshness headers. */
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
  if (!hasCurrent(event, etag)) return { statusCode: 200, headers, body };
  delete headers['content-type'];
  return { statusCode: 304, headers, body: '' };
}

function detailOf({ code, detail }: { code: ErrorCode; detail: string }): string {
  return code === 'no-such-bucket' ? NO_SUCH_BUCKET : detail;
}
