/**
 * Finds the operation of a request: that of the route that the gateway chose and authorized the caller for. The path
 * is only compared with it. The gateway may decode and match paths differently, so a choice by the path could run an
 * operation that the caller has no permission for.
 */
import { type OperationId, ROUTES, type Route } from '../../contract/operations.ts';
import type { HttpEvent } from './event.ts';
import { type Parsed, parsed, type Refused, refused } from './outcome.ts';

export interface RouteMatch {
  operation: OperationId;
  /** The values of the variables in the route's path. */
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
 * operations. So a request that came by it, or by a route that this version does not know, is only told which methods
 * the path allows.
 */
function refuseUnrouted(event: HttpEvent): Refused {
  const { method } = event.requestContext.http;
  const routes = ROUTES.filter(({ path }) => parametersOf(path, event.rawPath) !== undefined);
  const methods = routes.map((route) => route.method);
  if (methods.length === 0) return refused('no-such-route', 'path: is not a path of this service');
  if (methods.some((one) => one === method))
    return refused('no-such-route', 'path: is not a path of this deployment');
  return refused('method-not-allowed', 'method: is not among those in Allow', { allow: methods.join(', ') });
}

/**
 * The variables of the template, in a path that ends like the template; `undefined` for another path. The part before
 * is the stage's name or the base path of a custom domain, which the gateway leaves in `rawPath`.
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
