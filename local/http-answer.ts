/** Converts a function's result to an HTTP answer, as API Gateway does. */

import type { ServerResponse } from 'node:http';
import { isObject } from '../shared/is-object.ts';

export interface HttpAnswer {
  status: number;
  headers: [name: string, value: string][];
  cookies: string[];
  body: Buffer;
}

/** Lambda's size limit for the answer of a function, in bytes of JSON. */
const MAX_ANSWER_BYTES = 6 * 1024 * 1024;
/** Headers that belong to the connection and not to the function. */
const CONNECTION_HEADERS = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
]);

/**
 * Returns the HTTP answer; undefined if API Gateway could not make one (it then answers 500 itself). If the result
 * has no `statusCode`, all of it is the body of a 200 in JSON (as payload format 2.0 infers it).
 */
export function toHttpAnswer(answer: unknown): HttpAnswer | undefined {
  if (!isObject(answer) || answer.statusCode === undefined) return inferred(answer);
  const status = Number(answer.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const text = answer.body === undefined || answer.body === null ? '' : answer.body;
  if (typeof text !== 'string' || text.length > MAX_ANSWER_BYTES) return undefined;
  return {
    status,
    headers: headerPairs(answer.headers),
    cookies: Array.isArray(answer.cookies) ? answer.cookies.map(String) : [],
    body: Buffer.from(text, answer.isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

function inferred(answer: unknown): HttpAnswer {
  const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? null);
  return {
    status: 200,
    headers: [['content-type', 'application/json']],
    cookies: [],
    body: Buffer.from(text),
  };
}

function headerPairs(headers: unknown): [string, string][] {
  if (!isObject(headers)) return [];
  return Object.entries(headers)
    .filter(
      ([name, value]) => value !== undefined && value !== null && !CONNECTION_HEADERS.has(name.toLowerCase()),
    )
    .map(([name, value]) => [name, String(value)]);
}

/** Writes the answer. If a header is invalid, throws before anything is sent. */
export function writeHttpAnswer(response: ServerResponse, answer: HttpAnswer): void {
  for (const [name, value] of answer.headers) response.setHeader(name, value);
  if (answer.cookies.length > 0) response.setHeader('set-cookie', answer.cookies);
  // A HEAD that is answered with an empty body does not show the length of the GET's body (RFC 9110, 8.6).
  const unknown = response.req.method === 'HEAD' && answer.body.length === 0;
  if (answer.status !== 204 && answer.status !== 304 && !unknown)
    response.setHeader('content-length', answer.body.length);
  response.writeHead(answer.status);
  response.end(answer.body);
}
