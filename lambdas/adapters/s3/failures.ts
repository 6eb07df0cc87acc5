/**
 * Maps errors of the SDK to failures of the port. Uses the status, because the response to a HEAD has no body and so
 * no error code.
 */
import type { StoreFailure } from '../../core/ports/object-store.ts';

/** The status says success, but the response is not a valid answer to the request. */
export class InvalidResponse extends Error {
  override name = 'InvalidResponse';
}

/** A listing is not in S3's order. So its earlier pages must not be used either. */
export class Disordered extends InvalidResponse {
  override name = 'Disordered';
}

interface SdkError {
  name: string;
  message: string;
  code?: string;
  $metadata?: { httpStatusCode?: number; attempts?: number; requestId?: string };
}

/** 4xx errors that are temporary: a slow upload, a clock difference that the SDK corrects, too many requests. */
const PASSING = new Set([
  'RequestTimeout',
  'RequestTimeTooSkewed',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
]);
const PASSING_STATUS = new Set([408, 425, 429]);
/** Names of errors that mean "access denied" although their status is not 403. */
const DENIED = new Set(['ExpiredToken', 'InvalidToken', 'TokenRefreshRequired', 'CredentialsProviderError']);

export function isInvalidResponse(error: unknown): boolean {
  const { $metadata, code } = error as SdkError;
  // The response was read completely but is invalid. The error of a broken connection has a code.
  return error instanceof InvalidResponse || (code === undefined && $metadata?.httpStatusCode === 200);
}

export function failureOf(error: unknown): StoreFailure {
  const { name, message, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  const failed = (reason: StoreFailure['reason']): StoreFailure => ({
    outcome: 'failed',
    reason,
    message: `S3: ${status ?? 'no answer'} ${name}: ${message}`,
  });
  if (error instanceof Disordered) return failed('disordered');
  if (isInvalidResponse(error)) return failed('invalid-response');
  if (name === 'NoSuchBucket') return failed('no-such-bucket');
  if (PASSING.has(name) || (status !== undefined && PASSING_STATUS.has(status))) return failed('unavailable');
  if (status === 403 || status === 401 || DENIED.has(name)) return failed('denied');
  // A 404 that comes from a proxy that cannot reach S3.
  if (isNotFound(error) && lacksRequestId(error) && !name.startsWith('NoSuch')) return failed('unavailable');
  // The status is below 500, and the connection did not break, so a retry would fail in the same way.
  if (status !== undefined && status < 500) return failed('invalid-response');
  return failed('unavailable');
}

export function isNotFound(error: unknown): boolean {
  return (error as SdkError).$metadata?.httpStatusCode === 404;
}

/** S3 and compatible servers put a request ID in every response (`x-amz-request-id`). Proxies on the way do not. */
export function lacksRequestId(error: unknown): boolean {
  return (error as SdkError).$metadata?.requestId === undefined;
}

export function attemptsOf(outcome: unknown): number {
  return (outcome as Partial<SdkError>).$metadata?.attempts ?? 1;
}
