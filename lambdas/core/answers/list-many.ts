/**
 * Pages of many directories in one request: so many lists side by side, each with an outcome of its own, under one
 * ceiling of S3 calls.
 */
import { inParallel } from '../../../shared/in-parallel.ts';
import type { Answer } from '../questions/answer.ts';
import type { ListManyQuestion, ListPage } from '../questions/list.ts';
import type { Instance } from '../request/instance.ts';
import { mergedProvenance } from '../request/merged-provenance.ts';
import { S3Ceiling } from '../request/s3-ceiling.ts';
import { list } from './list.ts';

/** Each reads chunks and records side by side, or sends a LIST. */
const LISTS_AT_ONCE = 10;

export async function listMany(
  instance: Instance,
  question: ListManyQuestion,
): Promise<Answer<Answer<ListPage>[]>> {
  const { bucket, places, limit, freshness } = question;
  const ceiling = new S3Ceiling();
  const answers = await inParallel(places, LISTS_AT_ONCE, (place) =>
    list(instance, { bucket, ...place, limit, freshness }, ceiling),
  );
  const parts = answers.flatMap(({ outcome, provenance }) =>
    outcome === 'answered' && provenance ? [provenance] : [],
  );
  // Nothing is known of any of them: that is the answer to the whole, and asking again may help.
  const [first] = answers;
  if (parts.length === 0 && first?.outcome === 'failed') return first;
  return { outcome: 'answered', value: answers, provenance: mergedProvenance(parts) };
}
