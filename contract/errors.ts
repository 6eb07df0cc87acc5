/**
 * The error table: every error code of the API, with its status and whether a retry may help. Each error answer is
 * `application/problem+json` (RFC 9457) made from this table; there are no other error formats.
 */

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export interface ErrorKind {
  status: number;
  title: string;
  /** True if the same request may succeed later, without any other change. */
  retryable: boolean;
}

export const ERRORS = {
  'invalid-request': { status: 400, title: 'Invalid request', retryable: false },
  forbidden: { status: 403, title: 'Outside the served prefixes', retryable: false },
  'no-such-bucket': { status: 404, title: 'No such bucket', retryable: false },
  'no-such-key': { status: 404, title: 'No such key', retryable: false },
  'no-such-route': { status: 404, title: 'No such route', retryable: false },
  'method-not-allowed': { status: 405, title: 'Method not allowed', retryable: false },
  'too-large': { status: 413, title: 'Request body too large', retryable: false },
  'too-expensive': { status: 422, title: 'Too expensive for one request', retryable: false },
  internal: { status: 500, title: 'Internal error', retryable: true },
  'upstream-denied': { status: 502, title: 'S3 denied access to the service', retryable: false },
  'upstream-failed': { status: 502, title: 'Invalid response from S3', retryable: true },
  unavailable: { status: 503, title: 'Temporarily unavailable', retryable: true },
  incomplete: { status: 503, title: 'Not completely known yet', retryable: true },
  'only-if-cached': { status: 504, title: 'Not in the index', retryable: false },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof ERRORS;

/** All codes, in the order of the table, for schemas that need the codes as values. */
export const ERROR_CODES = Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]];

/** The problem's `type`: a stable name for the kind of error, not a URL to fetch. */
export function problemType(code: ErrorCode): string {
  return `urn:s3dex:problem:${code}`;
}
