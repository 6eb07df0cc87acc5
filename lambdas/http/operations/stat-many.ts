/** POST /v1/buckets/{bucket}/stat */
import type { StatManyAnswer } from '../../../contract/answers.ts';
import { statManyBody } from '../../../contract/schema.ts';
import type { StatManyResult } from '../../core/questions/stat.ts';
import type { Call, HttpDeps } from '../call.ts';
import { encodeStatResult } from '../encode-entry.ts';
import { answered, type Outcome } from '../outcome.ts';
import { readBody } from '../read.ts';
import { confineAll, findBucket } from '../served.ts';
import { costOfStat, NOTHING_THERE, type PlainCost, tally } from '../tally.ts';

export async function statMany(call: Call, deps: HttpDeps): Promise<Outcome> {
  const request = readBody(call.event, statManyBody);
  if (request.outcome === 'refused') return request;
  const { keys } = request.value;
  const bucket = findBucket(deps.buckets, call.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confineAll(bucket.value, 'keys', keys);
  if (outside) return outside;

  const answer = await deps.reader.statMany({ bucket: bucket.value, keys, freshness: call.freshness });
  tally(deps.telemetry, answer, costOf);
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
