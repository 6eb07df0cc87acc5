/**
 * The operations and their routes, as data: the handler routes by them, infra makes the API's routes and authorizers of
 * them, the client and the OpenAPI document name their paths by them.
 */

/** Who may call: anybody, a caller who reads answers, or one who also looks after the index. */
export type Rank = 'public' | 'reader' | 'operator';
export type Method = 'GET' | 'HEAD' | 'POST';

export interface Operation {
  method: Exclude<Method, 'HEAD'>;
  /** Template; `{bucket}` is one whole path segment. */
  path: string;
  rank: Rank;
}

export const OPERATIONS = {
  list: { method: 'GET', path: '/v1/buckets/{bucket}/entries', rank: 'reader' },
  listMany: { method: 'POST', path: '/v1/buckets/{bucket}/entries', rank: 'reader' },
  usage: { method: 'GET', path: '/v1/buckets/{bucket}/usage', rank: 'reader' },
  stat: { method: 'GET', path: '/v1/buckets/{bucket}/stat', rank: 'reader' },
  statMany: { method: 'POST', path: '/v1/buckets/{bucket}/stat', rank: 'reader' },
  invalidate: { method: 'POST', path: '/v1/buckets/{bucket}/invalidations', rank: 'operator' },
  inspect: { method: 'GET', path: '/v1/buckets/{bucket}/index', rank: 'operator' },
  buckets: { method: 'GET', path: '/v1/buckets', rank: 'reader' },
  stats: { method: 'GET', path: '/v1/stats', rank: 'operator' },
  health: { method: 'GET', path: '/v1/health', rank: 'public' },
  openapi: { method: 'GET', path: '/v1/openapi.json', rank: 'reader' },
} as const satisfies Record<string, Operation>;

export type OperationId = keyof typeof OPERATIONS;

export interface Route {
  method: Method;
  path: string;
  rank: Rank;
  operation: OperationId;
}

/** Every (method, path) the service answers: a GET is answered to HEAD too, without its body (RFC 9110, 9.3.2). */
export const ROUTES: readonly Route[] = (Object.keys(OPERATIONS) as OperationId[]).flatMap((operation) => {
  const { method, path, rank } = OPERATIONS[operation];
  const route: Route = { method, path, rank, operation };
  return method === 'GET' ? [route, { ...route, method: 'HEAD' as const }] : [route];
});
