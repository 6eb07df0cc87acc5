/**
 * Converts an HTTP request to the event that API Gateway's HTTP APIs pass to a function (payload format 2.0),
 * including its special cases. The path is decoded and cut at a decoded `?`. The query string is unchanged; in
 * addition there is a map in which repeated parameters are joined with commas. Header names are in lower case, and
 * repeated headers are joined with commas. Bodies that are not declared as text are in base64. Source: API Gateway
 * developer guide, http-api-develop-integrations-lambda.md.
 */
import { isUtf8 } from 'node:buffer';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { routeFieldsOf, routeOf } from './api-routes.ts';

/** The request as received, before it is interpreted. */
export interface WireRequest {
  method: string;
  /** The request target as received. */
  target: string;
  /** Name, value, name, value, ... as received. */
  rawHeaders: string[];
  body: Buffer;
  sourceIp: string;
  httpVersion: string;
  requestId: string;
  receivedAt: number;
}

const API_ID = 'local';

/** Returns undefined if the target is not a valid URL. */
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

/** The target may also be absolute (`GET http://host/path`). The part before the path is ignored. */
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

/** Node represents bytes above 0x7f as Latin-1 characters. In the URL of the event, each is percent-encoded. */
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
  // fromEntries defines own properties, so a header named __proto__ is an ordinary header.
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

/** Only these content types are passed as text. Forms and bodies without a type are not. */
const TEXT_TYPES = /^(text\/|application\/(json|javascript|xml|[^;]*\+(json|xml))\b)/i;

function bodyOf(body: Buffer, contentType: string | undefined): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  if (TEXT_TYPES.test(contentType ?? '') && isUtf8(body))
    return { body: body.toString('utf8'), isBase64Encoded: false };
  return { body: body.toString('base64'), isBase64Encoded: true };
}
