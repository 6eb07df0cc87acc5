/** GET /v1/buckets/{bucket}/usage */
import type { UsageAnswer } from '../../../contract/answers/usage.ts';
import { type UsageQuery, usageQuery } from '../../../contract/schema.ts';
import type { Usage } from '../../core/model/usage.ts';
import type { TreeUsage, UsageChild } from '../../core/questions/usage.ts';
import { countQuestion, type PlainCost } from '../count-question.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { answered, type Outcome } from '../outcome.ts';
import { parseRequestQuery } from '../parse-request.ts';
import { confine, findBucket } from '../served-buckets.ts';
import { wireTimeIf } from '../wire-format.ts';

export async function usage(call: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const request = parseRequestQuery(call.event, usageQuery);
  if (request.outcome === 'refused') return request;
  const { prefix, depth } = request.value;
  const bucket = findBucket(deps.buckets, call.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = confine(bucket.value, 'prefix', prefix);
  if (outside) return outside;

  const answer = await deps.reader.usage({
    bucket: bucket.value,
    directory: prefix,
    depth,
    freshness: call.freshness,
  });
  countQuestion(deps, answer, costOf);
  if (answer.outcome === 'failed') return answer;
  return answered(JSON.stringify(encode(call.bucket, request.value, answer.value)), answer.provenance);
}

function encode(bucket: string, query: UsageQuery, { usage, complete, children }: TreeUsage): UsageAnswer {
  const { prefix, depth, limit } = query;
  const { largest, byClass } = usage;
  const shown = inOrder(children, query.sort).slice(0, limit);
  return {
    bucket,
    prefix,
    ...encodeSums(usage),
    oldest: wireTimeIf(usage.oldestMs),
    largest: largest && { key: prefix + largest.name, size: largest.sizeBytes },
    byStorageClass:
      byClass.size === 0
        ? undefined
        : Object.fromEntries(
            [...byClass].map(([name, { objects, sizeBytes }]) => [name, { objects, size: sizeBytes }]),
          ),
    complete,
    children:
      depth === 0
        ? undefined
        : shown.map((child) => ({ prefix: prefix + child.name, ...encodeSums(child.usage) })),
    childrenOmitted: children.length - shown.length || undefined,
  };
}

/** The children are already sorted by name. The sort is stable, so children of equal size keep that order. */
function inOrder(children: readonly UsageChild[], sort: UsageQuery['sort']): UsageChild[] {
  return sort === 'name'
    ? [...children]
    : [...children].sort((a, b) => b.usage.sizeBytes - a.usage.sizeBytes);
}

function encodeSums({ objects, sizeBytes, newestMs }: Usage) {
  return { objects, size: sizeBytes, lastModified: wireTimeIf(newestMs) };
}

const LIST_PAGE = 1_000;

/** Without the index, usage requires a LIST of everything below the prefix. */
function costOf({ usage }: TreeUsage): PlainCost {
  return { lists: Math.max(1, Math.ceil(usage.objects / LIST_PAGE)), heads: 0, objects: 0 };
}
