/** What pages of other origins may send and see (Fetch standard, CORS protocol), where a deployment lets them. */
import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpMethod, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Settings } from './config.ts';

/** What the typed client sends in a browser, signed or with a token. */
const ASKED_WITH = [
  'authorization',
  'cache-control',
  'content-type',
  'if-none-match',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
];

/** Answers' headers that a page sees only when they are named; `apigw-requestid` is the gateway's own. */
const SHOWN = [
  'age',
  'allow',
  'apigw-requestid',
  'cache-status',
  'etag',
  'link',
  'retry-after',
  'server-timing',
  'x-request-id',
];

/** Or a browser asks twice for every answer. */
const PREFLIGHT_KEPT = Duration.hours(1);

export function corsOf({ origins }: NonNullable<Settings['cors']>) {
  return {
    allowOrigins: origins,
    allowMethods: [CorsHttpMethod.GET, CorsHttpMethod.HEAD, CorsHttpMethod.POST],
    allowHeaders: ASKED_WITH,
    exposeHeaders: SHOWN,
    maxAge: PREFLIGHT_KEPT,
  };
}

/**
 * Routes that take whatever no other does. `$default` takes preflights, too, which carry no credentials, and its authorizer
 * would refuse them (HTTP API developer guide, http-api-cors); of methods by name API Gateway answers the preflight itself.
 */
export function fallbackRoutes(cors: Settings['cors']): [id: string, key: HttpRouteKey][] {
  if (cors === undefined) return [['fallback', HttpRouteKey.DEFAULT]];
  const { DELETE, GET, HEAD, PATCH, POST, PUT } = HttpMethod;
  return [DELETE, GET, HEAD, PATCH, POST, PUT].map((method) => [
    `fallback${method}`,
    HttpRouteKey.with('/{proxy+}', method),
  ]);
}
