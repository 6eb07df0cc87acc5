/**
 * Chooses the route of an HTTP API that handles a request: the most specific one (developer guide,
 * http-api-develop-routes).
 */

export const CATCH_ALL = '$default';

export interface RouteMatch {
  /** For example `GET /v1/buckets/{bucket}/entries`, or `$default`. */
  routeKey: string;
  /** The values of the path's variables. */
  parameters: Record<string, string>;
}

/** Literal segments have priority over variables, and both over `$default`. Returns undefined if no route matches. */
export function matchRouteKey(
  routeKeys: readonly string[],
  method: string,
  path: string,
): RouteMatch | undefined {
  return routeKeys
    .flatMap((routeKey) => {
      const parameters = parametersOf(routeKey, method, path);
      return parameters ? [{ routeKey, parameters }] : [];
    })
    .sort((a, b) => vagueness(a) - vagueness(b))[0];
}

function vagueness({ routeKey, parameters }: RouteMatch): number {
  return routeKey === CATCH_ALL ? Number.MAX_SAFE_INTEGER : Object.keys(parameters).length;
}

function parametersOf(routeKey: string, method: string, path: string): Record<string, string> | undefined {
  if (routeKey === CATCH_ALL) return {};
  const [wantedMethod, template = ''] = routeKey.split(' ', 2);
  const wanted = template.split('/');
  const given = path.split('/');
  if (wantedMethod !== method || wanted.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? '';
    const variable = /^\{(.+)\}$/.exec(part)?.[1];
    if (variable !== undefined && segment !== '') parameters[variable] = segment;
    else if (part !== segment) return undefined;
  }
  return parameters;
}
