/** GET /v1/buckets/{bucket}/stat */
import { statQuery } from '../../../contract/schema.ts';
import type { Call, HttpDeps } from '../call.ts';
import { encodeStat } from '../encode-entry.ts';
import { answered, type Outcome } from '../outcome.ts';
import { readQuery } from '../read.ts';
import { confine, findBucket } from '../served.ts';
import { costOfStat, tally } from '../tally.ts';

export async function stat(call: Call, deps: HttpDeps): Promise<Outcome> {
  const request = readQuery(call.event, statQuery);
  if (request.outcome === 'refused') return request;
  const { key, detail } = request.value;
  const bucket = findBucket(deps.buckets, call.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confine(bucket.value, 'key', key);
  if (outside) return outside;

  const answer = await deps.reader.stat({
    bucket: bucket.value,
    key,
    full: detail === 'full',
    freshness: call.freshness,
  });
  tally(deps.telemetry, answer, costOfStat);
  if (answer.outcome === 'failed') return answer;
  return answered(JSON.stringify(encodeStat(answer.value)), answer.provenance);
}
