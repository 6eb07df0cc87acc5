/** The HTTP API's event (payload format 2.0), reduced to the fields that are used. */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';

export type HttpEvent = Pick<
  APIGatewayProxyEventV2,
  'rawPath' | 'rawQueryString' | 'body' | 'isBase64Encoded'
> & {
  /** In payload 2.0, header names are lower case and repeated headers are joined by commas. */
  headers?: APIGatewayProxyEventV2['headers'];
  /** The route that the gateway chose, for example `GET /v1/health`. */
  routeKey: APIGatewayProxyEventV2['routeKey'];
  pathParameters?: APIGatewayProxyEventV2['pathParameters'];
  requestContext: Pick<APIGatewayProxyEventV2['requestContext'], 'requestId'> & {
    http: Pick<APIGatewayProxyEventV2['requestContext']['http'], 'method'>;
    /** Present when a JWT authorizer admitted the caller. */
    authorizer?: { jwt?: { claims?: Readonly<Record<string, unknown>> } };
  };
};
