/** The routes of the deployed API, as the local API has them too. */
import { ROUTES } from '../contract/operations.ts';
import { CATCH_ALL, matchRouteKey, type RouteMatch } from './route-key.ts';

const ROUTE_KEYS = [...ROUTES.map(({ method, path }) => `${method} ${path}`), CATCH_ALL];

/** The route that takes a request; the catch-all takes what no other does. */
export function routeOf(method: string, path: string): RouteMatch {
  return matchRouteKey(ROUTE_KEYS, method, path) ?? { routeKey: CATCH_ALL, parameters: {} };
}

/** The part of the function's event that says which route was chosen. `pathParameters` is left out where there are none. */
export function routeFieldsOf({ routeKey, parameters }: RouteMatch): {
  routeKey: string;
  pathParameters?: Record<string, string>;
} {
  return { routeKey, ...(Object.keys(parameters).length > 0 && { pathParameters: parameters }) };
}
