/** POST /v1/buckets/{bucket}/stat */
import type { StatManyAnswer } from '../../../contract/answers/stat-many.ts';
import { statManyBody } from '../../../contract/schema.ts';
import type { StatManyResult } from '../../core/questions/stat.ts';
import { costOfStat, countQuestion, NOTHING_THERE, type PlainCost } from '../count-question.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { answered, type Outcome } from '../outcome.ts';
import { parseRequestBody } from '../parse-request.ts';
import { confineAll, findBucket } from '../served-buckets.ts';
import { encodeStatResult } from '../wire-format.ts';

export async function statMany(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const request = parseRequestBody(routed.event, statManyBody);
  if (request.outcome === 'refused') return request;
  const { keys, detail } = request.value;
  const bucket = findBucket(deps.buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confineAll(bucket.value, 'keys', keys);
  if (outside) return outside;

  const answer = await deps.reader.statMany({
    bucket: bucket.value,
    keys,
    full: detail === 'full',
    freshness: routed.freshness,
  });
  countQuestion(deps, answer, costOf);
  if (answer.outcome === 'failed') return answer;
  const results: StatManyAnswer = { results: answer.value.map(encodeStatResult) };
  return answered(JSON.stringify(results), answer.provenance);
}

function costOf(results: readonly StatManyResult[]): PlainCost {
  const sum = { lists: 0, heads: 0, objects: 0 };
  for (const result of results) {
    const cost = result.found ? costOfStat(result.stat) : NOTHING_THERE;
    sum.lists += cost.lists;
    sum.heads += cost.heads;
  }
  return sum;
}
