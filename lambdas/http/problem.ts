/** A problem (RFC 9457) in the wire format, alone or inside an answer. */
import type { Problem } from '../../contract/answers/problem.ts';
import { ERRORS, type ErrorCode, problemType } from '../../contract/errors.ts';

export function problemOf(code: ErrorCode, detail: string, progress?: Problem['progress']): Problem {
  const { status, title } = ERRORS[code];
  return { type: problemType(code), title, status, detail, code, progress };
}
