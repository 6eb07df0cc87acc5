/** Judges an answer by comparing it with S3's own answer. */
import type { ErrorCode } from '../../contract/errors.ts';
import { ERRORS, PROBLEM_MEDIA_TYPE } from '../../contract/errors.ts';
import type { HttpResponse } from '../../lambdas/http/respond.ts';

/**
 * `index`: correct, without a call to S3. `s3`: correct, and S3 was asked. `error`: a declared error with a code that
 * this fault allows. `wrong`: anything else.
 */
export type Outcome = 'index' | 's3' | 'error' | 'wrong';

export interface Verdict {
  outcome: Outcome;
  /** What is wrong. */
  note?: string;
  ms: number;
}

/** The allowed problem codes. Empty if every answer must be correct. */
export type Allowed = readonly ErrorCode[];

export const wrong = (note: string): Omit<Verdict, 'ms'> => ({ outcome: 'wrong', note });

/** Judges an answer that is neither a 200 nor a 404 that S3 confirms: it is a declared error, or wrong. */
export function judgeError(response: HttpResponse, allowed: Allowed): Omit<Verdict, 'ms'> {
  const { statusCode, headers, body } = response;
  const shown = `${statusCode} ${body.slice(0, 200)}`;
  if (headers['content-type'] !== PROBLEM_MEDIA_TYPE) return wrong(`no problem: ${shown}`);
  const { code, status } = JSON.parse(body) as { code: ErrorCode; status: number };
  if (status !== statusCode || ERRORS[code]?.status !== statusCode)
    return wrong(`a problem that contradicts itself: ${shown}`);
  if (!allowed.includes(code)) return wrong(`an error that this fault does not allow: ${shown}`);
  if (statusCode === 503 && headers['retry-after'] === undefined)
    return wrong(`503 without Retry-After: ${shown}`);
  return { outcome: 'error' };
}

export function isHit(response: HttpResponse): boolean {
  return /^s3dex; hit/.test(response.headers['cache-status'] ?? '');
}

/** The outcome of correct answers: was S3 asked? A declared stale answer counts as one from the index. */
export function rightly(responses: readonly HttpResponse[]): Omit<Verdict, 'ms'> {
  const fromIndex = (response: HttpResponse) =>
    isHit(response) || /detail=stale-if-error/.test(response.headers['cache-status'] ?? '');
  return { outcome: responses.every(fromIndex) ? 'index' : 's3' };
}
