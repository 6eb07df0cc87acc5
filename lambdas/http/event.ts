/** The HTTP API's event (payload format 2.0), as far as it is used. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type HttpEvent = Pick<
  APIGatewayProxyEventV2,
  'rawPath' | 'rawQueryString' | 'headers' | 'body' | 'isBase64Encoded'
> & {
  routeKey?: APIGatewayProxyEventV2['routeKey'];
  requestContext: Pick<APIGatewayProxyEventV2['requestContext'], 'requestId' | 'stage'> & {
    http: Pick<APIGatewayProxyEventV2['requestContext']['http'], 'method'>;
  };
};

/** Routes that take what no other does: of all methods, or of one (`GET /{proxy+}`). */
const CATCH_ALL = /^(\$default|[A-Z]+ \/\{proxy\+\})$/;

/**
 * Did the gateway know the route? Its catch-all asks less of a caller than some operations do, so what comes that way may be told
 * what is not there, and nothing else.
 */
export function isRouted({ routeKey }: HttpEvent): boolean {
  return routeKey === undefined || !CATCH_ALL.test(routeKey);
}

/** Header names are lower case in payload 2.0, and repeated headers are joined by commas. */
export function headerOf(event: HttpEvent, name: Lowercase<string>): string | undefined {
  return event.headers?.[name];
}

/** The path below the stage: `rawPath` starts with the stage's name unless that is `$default`. */
export function pathOf(event: HttpEvent): string {
  const stage = `/${event.requestContext.stage}`;
  return event.rawPath.startsWith(`${stage}/`) ? event.rawPath.slice(stage.length) : event.rawPath;
}

/** Only what is safe to send back in a header. */
export function requestIdOf(event: HttpEvent): string | undefined {
  const id = event.requestContext?.requestId;
  return typeof id === 'string' && /^[\w=+/.:-]{1,128}$/.test(id) ? id : undefined;
}
