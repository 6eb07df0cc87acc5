/**
 * Answers of the gateway itself, if it does not call the function or gets no answer. API Gateway sends `{"message":
 * ...}`. The local gateway sends problem documents with the same headers as the service, so that every error matches
 * the OpenAPI document.
 */
import { STATUS_CODES } from 'node:http';
import type { Problem } from '../contract/answers/problem.ts';
import { type ErrorCode, PROBLEM_MEDIA_TYPE } from '../contract/errors.ts';
import type { HttpAnswer } from './http-answer.ts';

export function gatewayProblem(status: number, code: ErrorCode, title: string, detail?: string): HttpAnswer {
  const problem: Problem = { type: 'about:blank', title, status, detail: detail ?? title, code };
  return {
    status,
    headers: [
      ['content-type', PROBLEM_MEDIA_TYPE],
      ['cache-control', 'no-store'],
      ['vary', 'Accept-Encoding'],
    ],
    cookies: [],
    body: Buffer.from(JSON.stringify(problem)),
  };
}

export const BAD_REQUEST = gatewayProblem(
  400,
  'invalid-request',
  'Bad Request',
  'not an HTTP request this server can read',
);
export const MALFORMED_PATH = gatewayProblem(
  400,
  'invalid-request',
  'Bad Request',
  'path: not valid percent-encoded UTF-8',
);
export const REQUEST_TIMEOUT = gatewayProblem(408, 'invalid-request', 'Request Timeout');
export const BODY_TOO_LARGE = gatewayProblem(413, 'too-large', 'Request Entity Too Large', 'body over 10 MB');
export const TARGET_TOO_LONG = gatewayProblem(
  414,
  'too-large',
  'URI Too Long',
  'request line and headers over 10,240 bytes',
);
export const HEADERS_TOO_LARGE = gatewayProblem(
  431,
  'too-large',
  'Request Header Fields Too Large',
  'request line and headers over 10,240 bytes',
);
export const INTERNAL_ERROR = gatewayProblem(500, 'internal', 'Internal Server Error');
export const FUNCTION_TIMEOUT = gatewayProblem(
  503,
  'unavailable',
  'Service Unavailable',
  'the function did not answer in time',
);

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
