/**
 * The HTTP API of the template: the route of a request, the callers that it allows, and the function that answers.
 */
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { z } from 'zod';
import { routeFieldsOf } from '../api-routes.ts';
import { CATCH_ALL, matchRouteKey, type RouteMatch } from '../route-key.ts';
import { decide, type Statement } from './policy.ts';
import { ACCOUNT, type Names, resolve } from './resolve.ts';
import { resourcesOf, type Template } from './template.ts';

const routeSchema = z.object({
  RouteKey: z.string(),
  Target: z.string(),
  AuthorizationType: z.enum(['NONE', 'AWS_IAM', 'JWT']),
  AuthorizationScopes: z.array(z.string()).default([]),
});

const integrationSchema = z.object({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  // The handlers of this project support only this format.
  PayloadFormatVersion: z.literal('2.0'),
});

const permissionSchema = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string(),
});

type Route = z.output<typeof routeSchema>;
type Event = APIGatewayProxyEventV2;

export interface Gateway {
  /** The function that all routes call. */
  functionId: string;
  /** The route keys that have handled a request, and those that have not. */
  report(): { used: string[]; unused: string[] };
  /** Admits an event with its route, or returns an answer of the gateway. */
  admit(event: Event): { outcome: 'admitted'; event: Event } | { outcome: 'answered'; answer: GatewayAnswer };
}

export interface GatewayAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
}

const STAGE = '$default';

export function readGateway(template: Template, names: Names): Gateway {
  const read = <T>(type: string, schema: z.ZodType<T>) =>
    resourcesOf(template, type).map(([, it]) => schema.parse(resolve(it.Properties, names)));
  const routes = new Map(read('AWS::ApiGatewayV2::Route', routeSchema).map((it) => [it.RouteKey, it]));
  const [integration, ...more] = read('AWS::ApiGatewayV2::Integration', integrationSchema);
  if (integration === undefined || more.length > 0)
    throw new Error('the API must have exactly one integration');
  const permissions = read('AWS::Lambda::Permission', permissionSchema).map(toStatement);
  const [[apiId] = ['']] = resourcesOf(template, 'AWS::ApiGatewayV2::Api');
  const used = new Set<string>();
  return {
    functionId: integration.IntegrationUri.slice(integration.IntegrationUri.lastIndexOf(':') + 1),
    report: () => {
      const keys = [...routes.keys()].sort();
      return { used: keys.filter((it) => used.has(it)), unused: keys.filter((it) => !used.has(it)) };
    },
    admit(event) {
      const { method } = event.requestContext.http;
      const found = matchRouteKey([...routes.keys()], method, event.rawPath);
      if (found === undefined) return answered(404, 'Not Found');
      const { routeKey } = found;
      used.add(routeKey);
      // The gateway calls the function. The function's policy must allow that.
      const path = routeKey === CATCH_ALL ? CATCH_ALL : `${method}${event.rawPath}`;
      const source = `arn:aws:execute-api:${names.region}:${ACCOUNT}:${apiId}/${STAGE}/${path}`;
      const call = {
        action: 'lambda:InvokeFunction',
        resource: integration.IntegrationUri,
        context: { 'aws:SourceArn': source },
        principal: { kind: 'Service' as const, name: 'apigateway.amazonaws.com' },
      };
      if (decide(permissions, call).outcome === 'denied') return answered(500, 'Internal Server Error');
      return { outcome: 'admitted', event: withRoute(event, found, routes.get(routeKey)!) };
    },
  };
}

function toStatement(it: z.output<typeof permissionSchema>): Statement {
  return {
    Effect: 'Allow',
    Action: [it.Action],
    Resource: [it.FunctionName],
    Principal: { Service: [it.Principal] },
    Condition: { ArnLike: { 'aws:SourceArn': [it.SourceArn] } },
  };
}

/**
 * Adds the route and the caller to the event. Requests on loopback are not signed, and anyone who can send them has
 * access to the machine. So every caller counts as an operator of the account, with the identity that the authorizer
 * would pass on.
 */
function withRoute(event: Event, found: RouteMatch, route: Route): Event {
  const { pathParameters: _, ...unrouted } = event;
  const authorizer = {
    NONE: undefined,
    AWS_IAM: { iam: { accountId: ACCOUNT, userArn: `arn:aws:iam::${ACCOUNT}:user/operator` } },
    JWT: { jwt: { claims: { sub: 'operator' }, scopes: route.AuthorizationScopes } },
  }[route.AuthorizationType];
  return {
    ...unrouted,
    ...routeFieldsOf(found),
    requestContext: { ...event.requestContext, routeKey: found.routeKey, ...(authorizer && { authorizer }) },
  };
}

function answered(statusCode: number, message: string): { outcome: 'answered'; answer: GatewayAnswer } {
  const headers = { 'content-type': 'application/json' };
  return { outcome: 'answered', answer: { statusCode, headers, body: JSON.stringify({ message }) } };
}
