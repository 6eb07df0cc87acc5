/** What callers of the API may be allowed, as IAM policies: by rank (reader, operator) and bucket. */
import { type Rank, ROUTES } from '../contract/operations.ts';
import { literal } from './policy-text.ts';

export interface CallerPolicyRequest {
  /** `arn:aws:execute-api:eu-west-1:123456789012:abc123`, as the stack's output `ApiArn` gives it. */
  apiArn: string;
  /** An operator may do everything a reader may. */
  rank: Exclude<Rank, 'public'>;
  /** Buckets the caller may ask about; absent: all served ones. */
  buckets?: string[];
}

/**
 * One statement: the routes of the rank, for the buckets or views named. Routes that name no bucket (the OpenAPI document, stats) are in
 * it for all of the rank; the list of buckets only where no bucket is named.
 */
export function callerStatement(request: CallerPolicyRequest) {
  const ranks: Rank[] = request.rank === 'operator' ? ['reader', 'operator'] : ['reader'];
  // The list of buckets names them all, views too: it is not for callers who may see some.
  const routes = ROUTES.filter(
    ({ rank, operation }) => ranks.includes(rank) && !(request.buckets && operation === 'buckets'),
  );
  const resources = routes.flatMap(({ method, path }) => {
    const buckets = path.includes('{bucket}') ? (request.buckets?.map(literal) ?? ['*']) : ['*'];
    return buckets.map((bucket) => `${request.apiArn}/$default/${method}${path.replace('{bucket}', bucket)}`);
  });
  return { Effect: 'Allow' as const, Action: ['execute-api:Invoke'], Resource: [...new Set(resources)] };
}
