/** The possible outcomes of a request. Only bugs throw. */
import type { ErrorCode } from '../../contract/errors.ts';
import type { Failed } from '../core/questions/answer.ts';
import type { Provenance } from '../core/questions/provenance.ts';

export interface Parsed<T> {
  outcome: 'parsed';
  value: T;
}

/** The request is invalid or not allowed. */
export interface Refused {
  outcome: 'refused';
  code: ErrorCode;
  /** The reason. If a field is invalid, it names the field. */
  detail: string;
  headers?: Record<string, string>;
}

export interface Reply {
  outcome: 'replied';
  /** The body as JSON. */
  body: string;
  /** Present for answers about S3, which carry freshness headers. */
  provenance?: Provenance;
  /** True if the caller may store the answer and revalidate it with `If-None-Match`. */
  tagged: boolean;
  /** Path and query of the next page. */
  next?: string;
  /** Default 200. A 204 has no body. */
  status?: 202 | 204;
  headers?: Record<string, string>;
}

export type Outcome = Reply | Refused | Failed;

export function parsed<T>(value: T): Parsed<T> {
  return { outcome: 'parsed', value };
}

export function refused(code: ErrorCode, detail: string, headers?: Record<string, string>): Refused {
  return { outcome: 'refused', code, detail, headers };
}

/** An answer about S3. */
export function answered(body: string, provenance: Provenance, next?: string): Reply {
  return { outcome: 'replied', body, provenance, tagged: true, next };
}

/** An answer about the service itself. It must not be cached. */
export function reported(body: string): Reply {
  return { outcome: 'replied', body, tagged: false };
}

/** Work has begun. Its progress can be read at `location`. */
export function accepted(body: string, location: string): Reply {
  return { outcome: 'replied', body, tagged: false, status: 202, headers: { location } };
}

/** A success without a body. */
export const NOTHING_TO_SAY: Reply = { outcome: 'replied', body: '', tagged: false, status: 204 };
