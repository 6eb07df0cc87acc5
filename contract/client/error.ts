/** The error of a failed request: the service answered with a problem, or there was no usable answer. */

import type { ErrorCode } from '../errors.ts';
import type { Freshness } from './freshness.ts';

/** The codes of the contract, and codes for failures outside the service. */
export type S3dexErrorCode =
  | ErrorCode
  /** No connection, or the connection broke. */
  | 'unreachable'
  /** No answer within `timeoutMs`. */
  | 'timeout'
  /** 401 from the gateway: credentials are missing or not accepted. */
  | 'unauthorized'
  /** 429 from the gateway. */
  | 'throttled'
  /** The answer does not come from this service: something else is listening there. */
  | 'bad-answer';

export interface S3dexErrorParts {
  code: S3dexErrorCode;
  /** The cause, for a person. If a field of the request is invalid, it names the field. */
  detail: string;
  /** Absent when there was no answer. */
  status?: number;
  /** Seconds after which the service asks for a retry. */
  retryAfter?: number;
  /** The request's ID in the service's log. */
  requestId?: string;
  /** The freshness of the answer; absent when there was none. */
  freshness?: Freshness;
  /** With `incomplete`: the progress so far. */
  progress?: { seen: number };
  cause?: unknown;
}

export class S3dexError extends Error {
  override readonly name = 'S3dexError';
  readonly code: S3dexErrorCode;
  readonly detail: string;
  readonly status?: number;
  readonly retryAfter?: number;
  readonly requestId?: string;
  readonly freshness?: Freshness;
  readonly progress?: { seen: number };

  constructor({ cause, ...parts }: S3dexErrorParts) {
    const { code, detail, status } = parts;
    super(`${detail} (${status === undefined ? code : `${code}, ${status}`})`, { cause });
    this.code = code;
    this.detail = detail;
    Object.assign(this, parts);
  }
}
