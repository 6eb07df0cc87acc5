/** From what the SDK throws to what the port says. By status, because a HEAD's error has no body and so no name. */
import type { StoreFailure } from '../../core/ports/object-store.ts';

/** An answer that is a success by its status, but not an answer to what was asked. */
export class Nonsense extends Error {
  override name = 'Nonsense';
}

/** A listing that is not in S3's order: what its earlier pages said is not to be used either. */
export class Disordered extends Nonsense {
  override name = 'Disordered';
}

interface SdkError {
  name: string;
  message: string;
  code?: string;
  $metadata?: { httpStatusCode?: number; attempts?: number; requestId?: string };
}

/** 4xx that pass by themselves: a slow upload of the request, a clock the SDK corrects, too many requests. */
const PASSING = new Set([
  'RequestTimeout',
  'RequestTimeTooSkewed',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
]);
const PASSING_STATUS = new Set([408, 425, 429]);
/** Refusals that are not a 403. */
const DENIED = new Set(['ExpiredToken', 'InvalidToken', 'TokenRefreshRequired', 'CredentialsProviderError']);

export function isNonsense(error: unknown): boolean {
  const { $metadata, code } = error as SdkError;
  // Read whole and not understood. A connection that broke has a code.
  return error instanceof Nonsense || (code === undefined && $metadata?.httpStatusCode === 200);
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
  if (isNonsense(error)) return failed('nonsense');
  if (name === 'NoSuchBucket') return failed('no-such-bucket');
  if (PASSING.has(name) || (status !== undefined && PASSING_STATUS.has(status))) return failed('unavailable');
  if (status === 403 || status === 401 || DENIED.has(name)) return failed('denied');
  // A proxy without its upstream.
  if (isNotFound(error) && isUnsigned(error) && !name.startsWith('NoSuch')) return failed('unavailable');
  // Neither 5xx nor a broken connection: asking again would give the same.
  if (status !== undefined && status < 500) return failed('nonsense');
  return failed('unavailable');
}

export function isNotFound(error: unknown): boolean {
  return (error as SdkError).$metadata?.httpStatusCode === 404;
}

/** S3 and its peers name the request that they answer (`x-amz-request-id`); other servers on the way do not. */
export function isUnsigned(error: unknown): boolean {
  return (error as SdkError).$metadata?.requestId === undefined;
}

export function attemptsOf(outcome: unknown): number {
  return (outcome as Partial<SdkError>).$metadata?.attempts ?? 1;
}
