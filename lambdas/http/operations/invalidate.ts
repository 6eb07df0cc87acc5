/** POST /v1/buckets/{bucket}/invalidations */
import type { InvalidateAnswer } from '../../../contract/answers/invalidate.ts';
import { invalidateBody } from '../../../contract/schema.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { type Outcome, reported } from '../outcome.ts';
import { parseRequestBody } from '../parse-request.ts';
import { confineAll, findBucket } from '../served-buckets.ts';
import { wireTime } from '../wire-format.ts';

export async function invalidate(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const request = parseRequestBody(routed.event, invalidateBody);
  if (request.outcome === 'refused') return request;
  const { keys = [], prefixes = [] } = request.value;
  const bucket = findBucket(deps.buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confineAll(bucket.value, 'keys', keys) ?? confineAll(bucket.value, 'prefixes', prefixes);
  if (outside) return outside;

  const done = await deps.reader.invalidate({ bucket: bucket.value, keys, prefixes });
  if (done.outcome === 'failed') return done;
  const answer: InvalidateAnswer = { invalidatedAt: wireTime(done.invalidatedAt) };
  return reported(JSON.stringify(answer));
}
