/** The HTTP API's event (payload format 2.0), as far as it is used. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type HttpEvent = Pick<
  APIGatewayProxyEventV2,
  'rawPath' | 'rawQueryString' | 'headers' | 'body' | 'isBase64Encoded'
> & {
  /** `GET /v1/health`: the route that the gateway chose. */
  routeKey: APIGatewayProxyEventV2['routeKey'];
  pathParameters?: APIGatewayProxyEventV2['pathParameters'];
  requestContext: Pick<APIGatewayProxyEventV2['requestContext'], 'requestId'> & {
    http: Pick<APIGatewayProxyEventV2['requestContext']['http'], 'method'>;
    /** Where a JWT authorizer let the caller in. */
    authorizer?: { jwt?: { claims?: Readonly<Record<string, unknown>> } };
  };
};

/** Header names are lower case in payload 2.0, and repeated headers are joined by commas. */
export function headerOf(event: HttpEvent, name: Lowercase<string>): string | undefined {
  return event.headers?.[name];
}

/** Only what is safe to send back in a header. */
export function requestIdOf(event: HttpEvent): string | undefined {
  const id = event.requestContext?.requestId;
  return typeof id === 'string' && /^[\w=+/.:-]{1,128}$/.test(id) ? id : undefined;
}
