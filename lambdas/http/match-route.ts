/**
 * Finds the operation of a request: the operation of the route that the gateway chose and for which it authorized the
 * caller. The path only has to agree with that route. The operation is not chosen by the path, because the gateway
 * may decode and match paths differently; the caller could then run an operation without the permission for it.
 */
import { type OperationId, ROUTES, type Route } from '../../contract/operations.ts';
import type { HttpEvent } from './event.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';

export interface RouteMatch {
  operation: OperationId;
  /** The values of the path's variables. */
  parameters: Readonly<Record<string, string>>;
}

const ROUTES_BY_KEY: ReadonlyMap<string, Route> = new Map(
  ROUTES.map((route) => [`${route.method} ${route.path}`, route]),
);

export function matchRoute(event: HttpEvent): Parsed<RouteMatch> | Refused {
  const route = ROUTES_BY_KEY.get(event.routeKey);
  if (route === undefined) return refuseUnrouted(event);
  const parameters = parametersOf(route.path, event.rawPath);
  const agreed =
    parameters !== undefined &&
    event.requestContext.http.method === route.method &&
    areEqual(parameters, event.pathParameters ?? {});
  if (!agreed) return refused('no-such-route', 'path: is not the path of the route that the gateway chose');
  return parsed({ operation: route.operation, parameters });
}

/**
 * The gateway's catch-all route (`$default`, or `{proxy+}` by method) requires fewer permissions than some
 * operations. So a request that arrived on it, or on a route that this version does not know, is not answered. It
 * only learns which methods the path allows.
 */
function refuseUnrouted(event: HttpEvent): Refused {
  const { method } = event.requestContext.http;
  const routes = ROUTES.filter(({ path }) => parametersOf(path, event.rawPath) !== undefined);
  const methods = routes.map((route) => route.method);
  if (methods.length === 0) return refused('no-such-route', 'path: is not a path of this service');
  if (methods.some((one) => one === method))
    return refused('no-such-route', 'path: is not a path of this deployment');
  return refused('method-not-allowed', 'method: is not one of those in the header Allow', {
    allow: methods.join(', '),
  });
}

/**
 * The values of the template's variables in a path that ends like the template; `undefined` for another path. The
 * path may begin with the stage's name or the base path of a custom domain, which the gateway leaves in `rawPath`.
 */
function parametersOf(template: string, rawPath: string): Record<string, string> | undefined {
  const parts = template.slice(1).split('/');
  const segments = rawPath.split('/').slice(1);
  if (segments.length < parts.length) return undefined;
  const last = segments.slice(-parts.length);
  const parameters: [string, string][] = [];
  for (const [index, part] of parts.entries()) {
    const segment = last[index]!;
    const variable = /^\{(\w+)\}$/.exec(part)?.[1];
    if (variable === undefined ? part !== segment : segment === '') return undefined;
    if (variable !== undefined) parameters.push([variable, segment]);
  }
  return Object.fromEntries(parameters);
}

function areEqual(
  parameters: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string | undefined>>,
): boolean {
  const names = Object.keys(parameters);
  return (
    names.length === Object.keys(given).length && names.every((name) => given[name] === parameters[name])
  );
}
