/** The routes of the deployed API, for the local API. */
import { ROUTES } from '../contract/operations.ts';
import { CATCH_ALL, matchRouteKey, type RouteMatch } from './route-key.ts';

const ROUTE_KEYS = [...ROUTES.map(({ method, path }) => `${method} ${path}`), CATCH_ALL];

/** Returns the route that handles a request. The catch-all route handles requests that no other route handles. */
export function routeOf(method: string, path: string): RouteMatch {
  return matchRouteKey(ROUTE_KEYS, method, path) ?? { routeKey: CATCH_ALL, parameters: {} };
}

/** The part of the function's event that names the route. `pathParameters` is absent if the route has none. */
export function routeFieldsOf({ routeKey, parameters }: RouteMatch): {
  routeKey: string;
  pathParameters?: Record<string, string>;
} {
  return { routeKey, ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }) };
}
