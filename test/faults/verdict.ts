/** What an answer was, held against S3's own word. */
import type { ErrorCode } from '../../contract/errors.ts';
import { ERRORS, PROBLEM_MEDIA_TYPE } from '../../contract/errors.ts';
import type { HttpResponse } from '../../lambdas/http/respond.ts';

/**
 * `index`: right, and no S3 call was made; `s3`: right, S3 was asked; `error`: a declared error of a code that this
 * fault may show as; `wrong`: anything else.
 */
export type Outcome = 'index' | 's3' | 'error' | 'wrong';

export interface Verdict {
  outcome: Outcome;
  /** Of what is wrong. */
  note?: string;
  ms: number;
}

/** Problem codes that may be answered; none where every answer must be right. */
export type Allowed = readonly ErrorCode[];

export const wrong = (note: string): Omit<Verdict, 'ms'> => ({ outcome: 'wrong', note });

/** An answer that is not a 200, or a 404 that S3's own word gives: declared as it should be, or wrong. */
export function judgeError(response: HttpResponse, allowed: Allowed): Omit<Verdict, 'ms'> {
  const { statusCode, headers, body } = response;
  const shown = `${statusCode} ${body.slice(0, 200)}`;
  if (headers['content-type'] !== PROBLEM_MEDIA_TYPE) return wrong(`no problem: ${shown}`);
  const { code, status } = JSON.parse(body) as { code: ErrorCode; status: number };
  if (status !== statusCode || ERRORS[code]?.status !== statusCode)
    return wrong(`a problem at odds with itself: ${shown}`);
  if (!allowed.includes(code)) return wrong(`not the declared error this fault may show as: ${shown}`);
  if (statusCode === 503 && headers['retry-after'] === undefined)
    return wrong(`503 without Retry-After: ${shown}`);
  return { outcome: 'error' };
}

export function isHit(response: HttpResponse): boolean {
  return /^s3dex; hit/.test(response.headers['cache-status'] ?? '');
}

/** Right as far as its content goes: was S3 asked for it? A declared stale answer is one from the index. */
export function rightly(responses: readonly HttpResponse[]): Omit<Verdict, 'ms'> {
  const fromIndex = (response: HttpResponse) =>
    isHit(response) || /detail=stale-if-error/.test(response.headers['cache-status'] ?? '');
  return { outcome: responses.every(fromIndex) ? 'index' : 's3' };
}
