/** IAM policies for callers of the API, by rank (reader, operator, downloader) and bucket. */
import { type Rank, ROUTES } from '../contract/operations.ts';
import { literal } from './policy-text.ts';

export interface CallerPolicyRequest {
  /** `arn:aws:execute-api:eu-west-1:123456789012:abc123`, the stack's output `ApiArn`. */
  apiArn: string;
  /** An operator may do everything a reader may. A downloader may only get download URLs. */
  rank: Exclude<Rank, 'public'>;
  /** Buckets that the caller may use. Absent: all served ones. */
  buckets?: string[];
}

/**
 * Makes one policy statement that allows the routes of the rank, for the given buckets or views. It includes the
 * routes without a bucket (the OpenAPI document, stats). It includes the list of buckets only if no buckets are
 * given.
 */
export function callerStatement(request: CallerPolicyRequest) {
  const ranks: Rank[] = request.rank === 'operator' ? ['reader', 'operator'] : [request.rank];
  // The list of buckets shows all buckets and views, so callers who may see only some of them must not read it.
  const routes = ROUTES.filter(
    ({ rank, operation }) => ranks.includes(rank) && !(request.buckets && operation === 'buckets'),
  );
  const resources = routes.flatMap(({ method, path }) => {
    const buckets = path.includes('{bucket}') ? (request.buckets?.map(literal) ?? ['*']) : ['*'];
    return buckets.map(
      (bucket) =>
        `${request.apiArn}/$default/${method}${path.replace('{bucket}', bucket).replace('{id}', '*')}`,
    );
  });
  return { Effect: 'Allow' as const, Action: ['execute-api:Invoke'], Resource: [...new Set(resources)] };
}
