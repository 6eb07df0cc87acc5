/**
 * The operations and their routes, as data. The handler routes requests with this table. The infrastructure creates
 * the API's routes and authorizers from it. The client and the OpenAPI document take their paths from it.
 */

/**
 * Who may call an operation: anybody (`public`); callers who may read (`reader`); callers who also maintain the index
 * (`operator`); callers who may get the contents of objects (`downloader`). The last right is separate: neither
 * readers nor operators have it.
 */
export type Rank = 'public' | 'reader' | 'operator' | 'downloader';
export type Method = 'DELETE' | 'GET' | 'HEAD' | 'POST';

export interface Operation {
  method: Exclude<Method, 'HEAD'>;
  /** A path template. `{bucket}` and `{id}` each stand for one path segment. */
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
  fill: { method: 'POST', path: '/v1/buckets/{bucket}/fills', rank: 'operator' },
  fillStatus: { method: 'GET', path: '/v1/buckets/{bucket}/fills/{id}', rank: 'operator' },
  cancelFill: { method: 'DELETE', path: '/v1/buckets/{bucket}/fills/{id}', rank: 'operator' },
  download: { method: 'POST', path: '/v1/buckets/{bucket}/downloads', rank: 'downloader' },
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

/**
 * Every method and path of the service. Every GET route also exists as HEAD, which answers without a body (RFC 9110,
 * 9.3.2).
 */
export const ROUTES: readonly Route[] = (Object.keys(OPERATIONS) as OperationId[]).flatMap((operation) => {
  const { method, path, rank } = OPERATIONS[operation];
  const route: Route = { method, path, rank, operation };
  return method === 'GET' ? [route, { ...route, method: 'HEAD' as const }] : [route];
});
