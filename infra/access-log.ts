/** The API's access log: one JSON object for each request. */

/**
 * Variables of API Gateway (HTTP API developer guide, http-api-logging-variables). The query is left out: keys and
 * prefixes may be private, and the path already contains the bucket.
 */
const FIELDS = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  sourceIp: '$context.identity.sourceIp',
  caller: '$context.identity.userArn',
  subject: '$context.authorizer.claims.sub',
  method: '$context.httpMethod',
  path: '$context.path',
  routeKey: '$context.routeKey',
  status: '$context.status',
  responseLength: '$context.responseLength',
  responseLatency: '$context.responseLatency',
  integrationLatency: '$context.integrationLatency',
  integrationError: '$context.integrationErrorMessage',
  gatewayError: '$context.error.message',
} as const;

export function accessLogFormat(): string {
  return JSON.stringify(FIELDS);
}
