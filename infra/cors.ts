/** What pages of other origins may send and read, for deployments that allow them (Fetch standard, CORS protocol). */
import { Duration } from 'aws-cdk-lib';
import { CorsHttpMethod, HttpMethod, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Settings } from './config.ts';

/** Headers that the typed client sends in a browser, with a signature or a token. */
const ASKED_WITH = [
  'authorization',
  'cache-control',
  'content-type',
  'if-none-match',
  'x-amz-content-sha256',
  'x-amz-date',
  'x-amz-security-token',
];

/** Response headers that a page can read only if they are listed here. `apigw-requestid` is the gateway's own. */
const SHOWN = [
  'age',
  'allow',
  'apigw-requestid',
  'cache-status',
  'etag',
  'link',
  'location',
  'retry-after',
  'server-timing',
  'x-request-id',
];

/** Without this, a browser sends a preflight before every request. */
const PREFLIGHT_KEPT = Duration.hours(1);

export function corsOf({ origins }: NonNullable<Settings['cors']>) {
  return {
    allowOrigins: origins,
    allowMethods: [CorsHttpMethod.DELETE, CorsHttpMethod.GET, CorsHttpMethod.HEAD, CorsHttpMethod.POST],
    allowHeaders: ASKED_WITH,
    exposeHeaders: SHOWN,
    maxAge: PREFLIGHT_KEPT,
  };
}

/**
 * The routes for all other requests. `$default` would also receive preflights, which have no credentials, and its
 * authorizer would reject them (HTTP API developer guide, http-api-cors). For routes with a method, API Gateway
 * answers preflights itself.
 */
export function fallbackRoutes(cors: Settings['cors']): [id: string, key: HttpRouteKey][] {
  if (cors === undefined) return [['fallback', HttpRouteKey.DEFAULT]];
  const { DELETE, GET, HEAD, PATCH, POST, PUT } = HttpMethod;
  return [DELETE, GET, HEAD, PATCH, POST, PUT].map((method) => [
    `fallback${method}`,
    HttpRouteKey.with('/{proxy+}', method),
  ]);
}
