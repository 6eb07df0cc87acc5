/**
 * Converts a response that is not a 2xx to an error: the service's problem, or the response of a gateway in front of
 * it.
 */

import { isObject } from '../../shared/is-object.ts';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { S3dexError, type S3dexErrorCode } from './error.ts';
import { freshnessOf } from './freshness.ts';

/** Codes for responses of API Gateway and of proxies, which contain none of the service's error codes. */
const BY_STATUS: Record<number, S3dexErrorCode> = {
  400: 'invalid-request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'no-such-route',
  405: 'method-not-allowed',
  413: 'too-large',
  429: 'throttled',
  500: 'internal',
  502: 'upstream-failed',
  503: 'unavailable',
  504: 'unavailable',
};

/** Maximum number of characters that an error quotes from an unknown response. */
const MAX_EXCERPT_CHARACTERS = 200;

export function problemOf(response: Response, text: string, nowMs: number): S3dexError {
  const body = parsed(text);
  const { status } = response;
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'), nowMs);
  const progress = progressOf(body.progress);
  const requestId = response.headers.get('x-request-id') ?? response.headers.get('apigw-requestid');
  return new S3dexError({
    code: isErrorCode(body.code) ? body.code : (BY_STATUS[status] ?? 'bad-answer'),
    detail: detailOf(body) ?? excerpt(text) ?? (response.statusText || 'no explanation'),
    status,
    freshness: freshnessOf(response.headers, false),
    retryAfter,
    requestId: requestId ?? undefined,
    progress,
  });
}

function progressOf(progress: unknown): { seen: number } | undefined {
  if (!isObject(progress) || typeof progress.seen !== 'number') return undefined;
  return { seen: progress.seen };
}

/** Parses seconds or a date (RFC 9110, 10.2.3) to seconds; `undefined` when the header is absent or invalid. */
export function retryAfterSeconds(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - nowMs) / 1000));
}

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

function detailOf({ detail, title, message }: Record<string, unknown>): string | undefined {
  return [detail, title, message].find((text) => typeof text === 'string' && text !== '') as
    | string
    | undefined;
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

/** The beginning of a response of unknown format, on one line. */
export function excerpt(text: string): string | undefined {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line === '') return undefined;
  return line.length <= MAX_EXCERPT_CHARACTERS ? line : `${line.slice(0, MAX_EXCERPT_CHARACTERS)}...`;
}
