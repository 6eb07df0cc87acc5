/**
 * Answers of the gateway itself, if it does not call the function or gets no answer. API Gateway sends `{"message":
 * ...}`. The local gateway sends problem documents with the same headers as the service, so that every error matches
 * the OpenAPI document. Errors that the service also has are described as in its error table.
 */
import { STATUS_CODES } from 'node:http';
import type { Problem } from '../contract/answers/problem.ts';
import { ERRORS, type ErrorCode, PROBLEM_MEDIA_TYPE, problemType } from '../contract/errors.ts';
import type { HttpAnswer } from './http-answer.ts';

/** An error of the error table. */
export function tableProblem(code: ErrorCode, detail: string): HttpAnswer {
  return problemAnswer({
    type: problemType(code),
    title: ERRORS[code].title,
    status: ERRORS[code].status,
    detail,
    code,
  });
}

/** An error that only a gateway has. It has the type and title that RFC 9457 gives to a status without a type. */
export function gatewayProblem(status: number, code: ErrorCode, detail: string): HttpAnswer {
  return problemAnswer({ type: 'about:blank', title: STATUS_CODES[status] ?? '', status, detail, code });
}

function problemAnswer(problem: Problem): HttpAnswer {
  return {
    status: problem.status,
    headers: [
      ['content-type', PROBLEM_MEDIA_TYPE],
      ['cache-control', 'no-store'],
      ['vary', 'Accept-Encoding'],
    ],
    cookies: [],
    body: Buffer.from(JSON.stringify(problem)),
  };
}

export const BAD_REQUEST = tableProblem('invalid-request', 'the request is not valid HTTP');
export const MALFORMED_PATH = tableProblem('invalid-request', 'path: not valid percent-encoded UTF-8');
export const REQUEST_TIMEOUT = gatewayProblem(408, 'invalid-request', 'the request was not complete in time');
export const BODY_TOO_LARGE = tableProblem('too-large', 'body over 10 MB');
export const TARGET_TOO_LONG = gatewayProblem(414, 'too-large', 'request line and headers over 10,240 bytes');
export const HEADERS_TOO_LARGE = gatewayProblem(
  431,
  'too-large',
  'request line and headers over 10,240 bytes',
);
export const INTERNAL_ERROR = tableProblem('internal', 'the function failed; its error is on stderr');
export const FUNCTION_TIMEOUT = gatewayProblem(503, 'unavailable', 'the function did not answer in time');

/** The answer as bytes, for a connection on which no request could be parsed. It closes the connection. */
export function rawAnswer(answer: HttpAnswer): Buffer {
  const lines = [
    `HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`,
    ...answer.headers.map(([name, value]) => `${name}: ${value}`),
    `content-length: ${answer.body.length}`,
    'connection: close',
  ];
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), answer.body]);
}
