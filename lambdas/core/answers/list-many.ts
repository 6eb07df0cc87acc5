/**
 * Lists many directories in one request. The lists run in parallel, each with an outcome of its own, under one common
 * limit for their S3 calls.
 */
import type { Answer } from '../questions/answer.ts';
import type { ListManyQuestion, ListPage } from '../questions/list.ts';
import { answersInTime } from '../request/answer-in-time.ts';
import type { Instance } from '../request/instance.ts';
import { mergedProvenance } from '../request/merged-provenance.ts';
import { LISTS_OF_A_QUESTION } from '../request/outage.ts';
import { ReadContext } from '../request/read-context.ts';
import { S3Ceiling } from '../request/s3-ceiling.ts';
import { attemptList } from './list.ts';

/** Maximum number of lists at the same time. Each list reads chunks and records in parallel, or sends a LIST. */
const LISTS_AT_ONCE = 10;

export async function listMany(
  instance: Instance,
  { places, ...asked }: ListManyQuestion,
): Promise<Answer<Answer<ListPage>[]>> {
  const ceiling = new S3Ceiling();
  const lists = places.map((place) => {
    const question = { ...asked, ...place };
    const context = ReadContext.open(instance, question, asked.bucket.listLifeMs);
    context.store.setCeiling(ceiling);
    return { context, attempt: () => attemptList(context, question) };
  });
  const isOutage = lists.some(({ context }) => context.isOutage);
  const answers = await answersInTime(lists, isOutage ? LISTS_OF_A_QUESTION : LISTS_AT_ONCE);
  const provenance = mergedProvenance(answers);
  // If all lists failed, the whole request fails, and the caller may retry it.
  const [first] = answers;
  if (first?.outcome === 'failed' && answers.every(({ outcome }) => outcome === 'failed'))
    return { ...first, provenance };
  return { outcome: 'answered', value: answers, provenance };
}
