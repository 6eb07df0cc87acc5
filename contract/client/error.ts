/** What the client throws when an answer cannot be had. */

import type { ErrorCode } from '../errors.ts';
import type { Freshness } from './freshness.ts';

/** The contract's codes, and what can go wrong before or beside the service. */
export type S3dexErrorCode =
  | ErrorCode
  /** No connection, or it broke. */
  | 'unreachable'
  /** No answer within `timeoutMs`. */
  | 'timeout'
  /** 401, from the gateway: no credentials, or none it takes. */
  | 'unauthorized'
  /** 429, from the gateway. */
  | 'throttled'
  /** An answer came that the service does not give: something else listens there. */
  | 'bad-answer';

export interface S3dexErrorParts {
  code: S3dexErrorCode;
  /** What is wrong, for a person; from the service, it names the field. */
  detail: string;
  /** Absent: there was no answer. */
  status?: number;
  /** Seconds after which the service asked to be asked again. */
  retryAfter?: number;
  /** The request's id in the service's log. */
  requestId?: string;
  /** How old the knowledge behind the answer is; absent: there was no answer. */
  freshness?: Freshness;
  /** With `incomplete`: how much was known when it was answered. */
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
