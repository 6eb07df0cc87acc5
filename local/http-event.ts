/**
 * An HTTP request as API Gateway's HTTP APIs hand it to a function: payload format 2.0, with its sharp edges. The path arrives decoded
 * and cut at a decoded `?`; the query string arrives as it was sent, beside a map in which duplicates are comma-joined;
 * headers are lower-cased and comma-joined; bodies that are not declared as text arrive in base64.
 * Source: API Gateway developer guide, http-api-develop-integrations-lambda.md.
 */
import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { routeFieldsOf, routeOf } from './api-routes.ts';

/** What came over the wire, nothing interpreted yet. */
export interface WireRequest {
  method: string;
  /** The request target as it was sent. */
  target: string;
  /** Name, value, name, value, ... as they were sent. */
  rawHeaders: string[];
  body: Buffer;
  sourceIp: string;
  httpVersion: string;
  requestId: string;
  receivedAt: number;
}

const API_ID = 'local';

/** The event, or undefined when the target is no URL an API could be asked by. */
export function toHttpApiEvent(request: WireRequest): APIGatewayProxyEventV2 | undefined {
  const target = splitTarget(request.target);
  if (target === undefined) return undefined;
  const { headers, cookies } = joinHeaders(request.rawHeaders);
  const query = queryMap(target.rawQueryString);
  const route = routeOf(request.method, target.rawPath);
  return {
    version: '2.0',
    ...routeFieldsOf(route),
    rawPath: target.rawPath,
    rawQueryString: target.rawQueryString,
    headers,
    ...(cookies.length > 0 ? { cookies } : {}),
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: 'anonymous',
      apiId: API_ID,
      domainName: headers.host ?? 'localhost',
      domainPrefix: API_ID,
      http: {
        method: request.method,
        path: target.rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.sourceIp,
        userAgent: headers['user-agent'] ?? '',
      },
      requestId: request.requestId,
      routeKey: route.routeKey,
      stage: '$default',
      time: new Date(request.receivedAt).toUTCString(),
      timeEpoch: request.receivedAt,
    },
    ...bodyOf(request.body, headers['content-type']),
  };
}

/** A target may also be absolute (`GET http://host/path`); what stands before the path is the server's own business. */
function splitTarget(target: string): { rawPath: string; rawQueryString: string } | undefined {
  const relative = escapeNonAscii(target.replace(/^https?:\/\/[^/?]*/i, ''));
  const question = relative.indexOf('?');
  const path = question === -1 ? relative : relative.slice(0, question);
  const rawQueryString = question === -1 ? '' : relative.slice(question + 1);
  try {
    const decoded = decodeURIComponent(path.startsWith('/') ? path : `/${path}`);
    return { rawPath: decoded.split('?', 1)[0] ?? '/', rawQueryString };
  } catch {
    return undefined;
  }
}

/** Node gives bytes over 0x7f as Latin-1 characters; in a URL each of them is the percent-encoded byte. */
function escapeNonAscii(target: string): string {
  return target.replace(
    /[\u0080-\u00ff]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function joinHeaders(raw: string[]): { headers: Record<string, string>; cookies: string[] } {
  const values = new Map<string, string[]>();
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = raw[index]!.toLowerCase();
    values.set(name, [...(values.get(name) ?? []), raw[index + 1]!]);
  }
  const cookies = (values.get('cookie') ?? [])
    .flatMap((line) => line.split(/; */))
    .filter((part) => part !== '');
  values.delete('cookie');
  // fromEntries defines own properties, so that a header called __proto__ is only a header.
  const headers = Object.fromEntries([...values].map(([name, parts]) => [name, parts.join(',')]));
  return { headers, cookies };
}

function queryMap(rawQueryString: string): Record<string, string> | undefined {
  if (rawQueryString === '') return undefined;
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(rawQueryString)) {
    values.set(name, [...(values.get(name) ?? []), value]);
  }
  return Object.fromEntries([...values].map(([name, parts]) => [name, parts.join(',')]));
}

/** Only these content types arrive as text; a form does not, nor does a body without a type. */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml|[^;]*\+(json|xml))\b)/i;

function bodyOf(body: Buffer, contentType: string | undefined): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  if (TEXT_TYPES.test(contentType ?? '') && isUtf8(body))
    return { body: body.toString('utf8'), isBase64Encoded: false };
  return { body: body.toString('base64'), isBase64Encoded: true };
}
