/** GET /v1/buckets/{bucket}/index */
import { inspectQuery } from '../../../contract/schema.ts';
import type { Inspection } from '../../core/questions/inspect.ts';
import { fitsInAnswer } from '../answer-size.ts';
import { encodeInspection } from '../encode-inspection.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { type Outcome, reported } from '../outcome.ts';
import { parseRequestQuery } from '../parse-request.ts';
import { confine, findBucket } from '../served-buckets.ts';

export async function inspect(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const request = parseRequestQuery(routed.event, inspectQuery);
  if (request.outcome === 'refused') return request;
  const { prefix } = request.value;
  const bucket = findBucket(deps.buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confine(bucket.value, 'prefix', prefix);
  if (outside) return outside;

  const answer = await deps.reader.inspect({ bucket: bucket.value, directory: prefix });
  if (answer.outcome === 'failed') return answer;
  return reported(encode({ bucket: routed.bucket, prefix }, answer.value, deps.clock.now()));
}

/** If an inspection is too long for one answer, it is cut, and `truncated` is true. */
function encode(place: { bucket: string; prefix: string }, inspection: Inspection, now: number): string {
  for (let part = inspection; ; ) {
    const body = JSON.stringify(encodeInspection(place, part, now));
    const { chunks, records, tree } = part;
    if (fitsInAnswer(body) || chunks.length + records.length + lengthOf(tree) === 0) return body;
    part = {
      ...part,
      truncated: true,
      chunks: chunks.slice(0, Math.floor(chunks.length / 2)),
      records: records.slice(0, Math.floor(records.length / 2)),
      tree: tree && {
        ...tree,
        truncated: true,
        chunks: tree.chunks.slice(0, Math.floor(tree.chunks.length / 2)),
        digests: tree.digests.slice(0, Math.floor(tree.digests.length / 2)),
        records: tree.records.slice(0, Math.floor(tree.records.length / 2)),
      },
    };
  }
}

function lengthOf(tree: Inspection['tree']): number {
  return tree ? tree.chunks.length + tree.digests.length + tree.records.length : 0;
}
