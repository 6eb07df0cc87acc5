/** GET /v1/buckets/{bucket}/stat */
import { statQuery } from '../../../contract/schema.ts';
import { costOfStat, countQuestion } from '../count-question.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { answered, type Outcome } from '../outcome.ts';
import { parseRequestQuery } from '../parse-request.ts';
import { confine, findBucket } from '../served-buckets.ts';
import { encodeStat } from '../wire-format.ts';

export async function stat(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const request = parseRequestQuery(routed.event, statQuery);
  if (request.outcome === 'refused') return request;
  const { key, detail } = request.value;
  const bucket = findBucket(deps.buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confine(bucket.value, 'key', key);
  if (outside) return outside;

  const answer = await deps.reader.stat({
    bucket: bucket.value,
    key,
    full: detail === 'full',
    freshness: routed.freshness,
  });
  countQuestion(deps, answer, costOfStat);
  if (answer.outcome === 'failed') return answer;
  return answered(JSON.stringify(encodeStat(answer.value)), answer.provenance);
}
