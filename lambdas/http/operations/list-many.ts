/** POST /v1/buckets/{bucket}/entries: pages of many directories. */
import { listManyBody } from '../../../contract/schema.ts';
import { placeOfKey } from '../../core/model/names.ts';
import type { ServedBucket } from '../../core/model/served-bucket.ts';
import type { Answer } from '../../core/questions/answer.ts';
import type { ListPage } from '../../core/questions/list.ts';
import { costOfNames, countQuestion, type PlainCost } from '../count-question.ts';
import { type DirectoryResult, encodeResults } from '../list-results.ts';
import type { HttpDeps, RoutedRequest } from '../operation.ts';
import { answered, type Outcome, type Refused } from '../outcome.ts';
import { parseRequestBody } from '../parse-request.ts';
import { problemOf } from '../problem.ts';
import { confine, findBucket } from '../served-buckets.ts';

export async function listMany(routed: RoutedRequest, deps: HttpDeps): Promise<Outcome> {
  const request = parseRequestBody(routed.event, listManyBody);
  if (request.outcome === 'refused') return request;
  const { prefixes, limit } = request.value;
  const bucket = findBucket(deps.buckets, routed.bucket);
  if (bucket.outcome === 'refused') return bucket;
  const outside = outsideOf(bucket.value, prefixes);
  const inside = prefixes.filter((_, index) => !outside[index]);
  // If no directory may be listed, the whole answer is a failure, as it is when S3 fails for all of them.
  if (inside.length === 0) return outside[0]!;

  const answer = await deps.reader.listMany({
    bucket: bucket.value,
    places: inside.map((prefix) => {
      const place = placeOfKey(prefix);
      return { directory: place.prefix, filter: place.name };
    }),
    limit,
    freshness: routed.freshness,
  });
  countQuestion(deps, answer, costOf);
  if (answer.outcome === 'failed') return answer;
  const answers = answer.value.values();
  const results = prefixes.map((prefix, index): DirectoryResult => {
    const refusal = outside[index];
    if (refusal) return { prefix, outcome: 'problem', problem: problemOf(refusal.code, refusal.detail) };
    return resultOf(prefix, answers.next().value!);
  });
  return answered(encodeResults(routed.bucket, results), answer.provenance);
}

function outsideOf(bucket: ServedBucket, prefixes: readonly string[]): (Refused | undefined)[] {
  return prefixes.map((prefix, index) => confine(bucket, `prefixes[${index}]`, prefix));
}

function resultOf(prefix: string, answer: Answer<ListPage>): DirectoryResult {
  if (answer.outcome === 'answered') return { prefix, outcome: 'page', page: answer.value };
  return { prefix, outcome: 'problem', problem: problemOf(answer.code, answer.detail) };
}

/** Without the index, each directory needs one LIST. */
function costOf(answers: readonly Answer<ListPage>[]): PlainCost {
  const costs = answers.flatMap((it) =>
    it.outcome === 'answered' ? [costOfNames(1, it.value.entries)] : [],
  );
  return {
    lists: costs.length,
    heads: 0,
    objects: costs.reduce((sum, { objects }) => sum + objects, 0),
  };
}
