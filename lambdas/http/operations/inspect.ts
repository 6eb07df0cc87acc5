/** GET /v1/buckets/{bucket}/index */
import { inspectQuery } from '../../../contract/schema.ts';
import type { Inspection } from '../../core/questions/inspect.ts';
import { fitsInAnswer } from '../answer-size.ts';
import type { Call, HttpDeps } from '../call.ts';
import { encodeInspection } from '../encode-inspection.ts';
import { type Outcome, reported } from '../outcome.ts';
import { readQuery } from '../read.ts';
import { confine, findBucket } from '../served.ts';

export async function inspect(call: Call, deps: HttpDeps): Promise<Outcome> {
  const request = readQuery(call.event, inspectQuery);
  if (request.outcome === 'refused') return request;
  const { prefix } = request.value;
  const bucket = findBucket(deps.buckets, call.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confine(bucket.value, 'prefix', prefix);
  if (outside) return outside;

  const answer = await deps.reader.inspect({ bucket: bucket.value, directory: prefix });
  if (answer.outcome === 'failed') return answer;
  return reported(encode({ bucket: call.bucket, prefix }, answer.value, deps.clock.now()));
}

/** What is too long for one answer is shown by its beginning, and says so. */
function encode(place: { bucket: string; prefix: string }, inspection: Inspection, now: number): string {
  for (let shownPart = inspection; ; ) {
    const body = JSON.stringify(encodeInspection(place, shownPart, now));
    const { chunks, records } = shownPart;
    if (fitsInAnswer(body) || chunks.length + records.length === 0) return body;
    shownPart = {
      ...shownPart,
      truncated: true,
      chunks: chunks.slice(0, Math.floor(chunks.length / 2)),
      records: records.slice(0, Math.floor(records.length / 2)),
    };
  }
}
